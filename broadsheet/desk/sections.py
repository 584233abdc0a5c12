"""Puts an article into another section, so that its address, its pictures and links to it last."""

from posixpath import basename

from broadsheet.clipping.sections import UnknownSection, section_folder
from broadsheet.content.articles import Article, section_slug
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.ordering import renamed
from broadsheet.desk.refusals import CannotDo
from broadsheet.editing.changes import Change, Edit
from broadsheet.editing.front_matter_edits import keys_of, with_keys
from broadsheet.files import CONTENT
from broadsheet.urls import permalink, slugify


def with_section(site: DeskSite, path: str, before: str, text: str, section: str) -> Change | None:
    """An article, whose file said `before` and is to say `text`, in another section.

    Where its front matter names the section, or moving the file could break a link or lose a
    picture, or it was published, the key `section` is written. Else the file moves to the section's
    folder. If readers know an address that would change, it leads to the new one. Raises CannotDo.
    """
    article = site.asked(path)
    folder = _folder(site, section) if section else ""
    label = f"move “{article.title}” to {section}" if section else f"edit “{article.title}”"
    if "section" in keys_of(text, path):
        value = _key(site, folder) if section else None
        text = _with_alias(site, article, text, value or _first_folder(path))
        return _edit(label, path, before, with_keys(text, {"section": value}, path))
    if section and slugify(folder) == slugify(_first_folder(path) or "-"):
        return _edit(label, path, before, text)
    target = "/".join(filter(None, (CONTENT, folder, basename(path))))
    if _may_move(site, article) and not (site.root / target).exists():
        edits = (Edit(path, before, None), Edit(target, None, text))
        return Change(label, (*edits, *renamed(site, article, target)))
    if not section:
        raise CannotDo(
            f"{path} is in the section {_first_folder(path)} by its folder",
            f"move the file to {CONTENT}/ by hand, where it is in no section",
        )
    text = _with_alias(site, article, text, folder)
    return _edit(label, path, before, with_keys(text, {"section": _key(site, folder)}, path))


def _edit(label: str, path: str, before: str, after: str) -> Change | None:
    return Change(label, (Edit(path, before, after),)) if after != before else None


def _folder(site: DeskSite, section: str) -> str:
    try:
        return section_folder(site.root, site.settings, section)
    except UnknownSection as error:
        raise CannotDo(str(error)) from None


def _key(site: DeskSite, folder: str) -> str:
    """The section's key as `site.yaml` writes it."""
    listed = (it.key for it in site.settings.sections if slugify(it.key) == slugify(folder))
    return next(listed, folder)


def _first_folder(path: str) -> str:
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else ""


def _may_move(site: DeskSite, article: Article) -> bool:
    """Whether a file can go to another folder: nobody knows its address, and neither it nor what
    links to it names a file by its folder."""
    if not article.draft or site.was_published(article.path) or article.path.count("/") > 2:
        return False
    if article.image or any(not it.target.startswith("#") for it in article.body.links):
        return False
    name = f"/{basename(article.path)}"
    bodies = [*(it.body for it in site.articles), *(it.body for it in site.notes)]
    return not any(name in link.target for it in bodies for link in it.links)


def _with_alias(site: DeskSite, article: Article, text: str, section: str) -> str:
    """A text that leads readers of an article on, where its section is a part of its address."""
    pattern, day = site.settings.permalink, article.date.at.date()
    old = permalink(pattern, day, article.slug, section_slug(article) or "news")
    new = permalink(pattern, day, article.slug, slugify(section) if section else "news")
    if old == new or (article.draft and not site.was_published(article.path)):
        return text
    aliases = [it for it in article.aliases if it != new]
    return with_keys(text, {"aliases": [*aliases, old]}, article.path)
