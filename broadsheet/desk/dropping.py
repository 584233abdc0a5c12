"""Takes a draft away that readers have never seen."""

from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.ordering import renamed
from broadsheet.desk.refusals import CannotDo
from broadsheet.editing.changes import Change, Edit


def dropped(site: DeskSite, path: str) -> Change:
    """A draft is deleted, and its name goes from the order of its edition; both can be undone.
    Raises CannotDo for what is no draft or was published: that is never deleted here."""
    article = site.asked(path)
    if not article.draft:
        hint = "make it a draft first; if it was published, give it an `expires` in the past"
        raise CannotDo(f"{path} is no draft", hint)
    if site.was_published(path):
        hint = "leave it a draft, or give it an `expires` in the past: its page then says so"
        raise CannotDo(f"{path} was published, and readers may have its address", hint)
    edits = (Edit(path, site.text(path), None), *renamed(site, article))
    return Change(f"drop “{article.title}”", edits)
