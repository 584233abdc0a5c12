"""What is wrong in the site, above all else at the desk, with buttons for what they can mend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from broadsheet.content.settings import FILE, read_settings
from broadsheet.content.taxonomies import TAG
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.refusals import CannotDo
from broadsheet.desk_server.answering import Row, done
from broadsheet.desk_server.asking import Asked
from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.writing import edit
from broadsheet.editing.changes import bytes_of
from broadsheet.editing.settings_edits import settings_of, with_entries, with_items
from broadsheet.files import LEDGER
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.urls import slugify

FEW = 300  # tags to choose from


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake as the bar shows it. `article` is the path of the text that can be opened. Where
    published addresses would be lost, `lost` are these; if they are of a tag, it is named, with
    the `tags` that it may have become."""

    place: str
    text: str
    hint: str
    article: str = ""
    lost: tuple[str, ...] = ()
    tag: str = ""
    tags: tuple[str, ...] = ()


def mistakes(
    site: DeskSite, in_preview: Sequence[Problem], most: int
) -> tuple[int, tuple[Mistake, ...]]:
    """How much is wrong in the site's files and in the site as it is laid out, and the first of
    it."""
    every = ProblemsFound((*site.problems, *in_preview)).problems
    return len(every), tuple(_mistake(site, it) for it in every[:most])


def _mistake(site: DeskSite, problem: Problem) -> Mistake:
    is_article = site.article(problem.path) or problem.path in site.broken
    lost = tuple(it for it in problem.lost if it in site.ledger)
    tag = site.ledger[lost[0]].title if lost and site.ledger[lost[0]].kind == TAG.key else ""
    return Mistake(
        place=problem.place,
        text=problem.text,
        hint=problem.hint,
        article=problem.path if is_article else "",
        lost=lost if problem.path == LEDGER else (),
        tag=tag,
        tags=tuple(_tags(site))[:FEW] if tag else (),
    )


def _tags(site: DeskSite) -> Iterator[str]:
    """The tags of the site: first those that no reader has seen, as a new name is among them."""
    seen = {slugify(it.title) for it in site.ledger.values() if it.kind == TAG.key}
    yield from sorted(_titles(site), key=lambda it: (slugify(it) in seen, it.casefold()))


def _titles(site: DeskSite) -> list[str]:
    return [it.title for it in site.listings.by_taxonomy[TAG].terms]


async def rename_tag(desk: Desk, asked: Asked) -> Response:
    """Let a tag that articles have no more be another one, so that its addresses lead there."""
    old, new = asked.form.one("tag").strip(), asked.form.one("now").strip()

    def work(files: DeskFiles) -> str:
        if not old or new not in _titles(files.site):
            raise CannotDo("choose the name that the tag has now")
        edit(
            files,
            FILE,
            f"say that the tag “{old}” is now called “{new}”",
            lambda text: with_entries(text, "tags", {old: new}, below="aliases"),
        )
        return f"The tag {old} is now called {new}, and its address leads there."

    return done(desk, asked, await desk.work(work), "main")


async def let_go(desk: Desk, asked: Asked) -> Response:
    """Say that published addresses are gone for good."""
    lost, reason = asked.form.all("lost"), " ".join(asked.form.one("reason").split())

    def work(files: DeskFiles) -> str:
        known = [it for it in lost if it in files.site.ledger]
        if not known:
            raise CannotDo("these addresses were never published")
        label = f"say that {known[0]} is gone" + (f", and {len(known) - 1} more" * (len(known) > 1))
        edit(files, FILE, label, lambda text: _without(text, known, reason))
        return "Readers are told at these addresses that nothing is there any more."

    return done(desk, asked, await desk.work(work), "main")


def _without(text: str, addresses: Sequence[str], reason: str) -> str:
    """A text of `site.yaml` that says that addresses are gone, in the form that it has."""
    is_list = isinstance(settings_of(text).get("gone", []), list)
    if is_list and not reason:
        return with_items(text, "gone", addresses)
    after = with_entries(text, "gone", dict.fromkeys(addresses, reason))
    said, _ = read_settings(bytes_of(after))
    if {it.address for it in said.gone} >= set(addresses):
        return after
    raise CannotDo("site.yaml has a reason for each address that is gone", "write one")


ROUTES: tuple[Row, ...] = (
    Row("POST", "rename-tag", rename_tag),
    Row("POST", "let-go", let_go),
)
