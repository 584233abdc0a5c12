"""Does the imported site build? It is built in a folder aside, and what would be a problem there
becomes text, or is left out, with a remark that names it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from broadsheet.builds import Progress
from broadsheet.content.articles import Reading
from broadsheet.content.notes import NoteReading
from broadsheet.content.settings import FILE, read_settings
from broadsheet.content.store import opened_store
from broadsheet.content.texts import TextStore
from broadsheet.digest.catalog import arrange
from broadsheet.exports.excerpts import words_of
from broadsheet.exports.markdown_targets import replace_targets, unlink
from broadsheet.exports.posts import LeftOut, Remark
from broadsheet.files import MEMORY, Content, list_content
from broadsheet.images.pictures import PictureReading
from broadsheet.importing.drafts import Draft
from broadsheet.pages.plan import plan_site
from broadsheet.problems import Problem, ProblemsFound, shortened
from broadsheet.site.addresses import article_address, is_media
from broadsheet.site.inputs import read_content, read_inputs
from broadsheet.site.link_resolver import LinkResolver, Placed
from broadsheet.text.markup import Body
from broadsheet.urls import collision_key
from broadsheet.workers import Workers

ROUNDS = 6  # each mends what the one before could not


@dataclass(slots=True)
class Settling:
    """The drafts and files of an import as they are mended, in the folder `stage` of a whole site.

    `drafts` and `media` are by the paths of their files; `media` holds their origins.
    """

    stage: Path
    drafts: dict[str, Draft]
    media: dict[str, str]
    left_out: list[LeftOut]

    def write(self, paths: Iterable[str]) -> None:
        """Write these drafts into the stage."""
        for path in paths:
            file = self.stage / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self.drafts[path].text().encode())

    def change(self, draft: Draft) -> None:
        """Take another version of a draft."""
        self.drafts[draft.path] = draft
        self.write([draft.path])

    def leave_out(self, path: str, why: str) -> None:
        """Take a draft or a file out, for a reason."""
        origin = self.drafts.pop(path).origin if path in self.drafts else self.media.pop(path)
        self.left_out.append(LeftOut(origin, why))
        (self.stage / path).unlink()


def taken_addresses(stage: Path, workers: Workers, progress: Progress) -> frozenset[str]:
    """The keys of the addresses that the articles of a site have."""
    settings, _ = read_settings((stage / FILE).read_bytes())
    _, readings, _ = _readings(stage, workers, progress)
    articles = (it.article for it in readings if isinstance(it, Reading) and it.article)
    return frozenset(collision_key(article_address(it, settings.permalink)) for it in articles)


def settle(
    settling: Settling, as_of: Callable[[tzinfo], datetime], workers: Workers, progress: Progress
) -> list[Problem]:
    """Mend drafts until the site builds; returns the problems of files that the import did not
    write."""
    settling.write(settling.drafts)
    for last in range(ROUNDS):
        others, is_changed = _mend_texts(settling, workers, progress, blunt=last >= 2)
        if others or is_changed:
            if others and not is_changed:
                return others
            continue
        others, is_changed = _mend_plan(settling, as_of, workers, progress, blunt=last >= 3)
        if not is_changed:
            return others
    return others


def _mend_texts(
    settling: Settling, workers: Workers, progress: Progress, blunt: bool
) -> tuple[list[Problem], bool]:
    """Mend what reading finds in texts and pictures, and links that lead to nothing."""
    content, readings, others = _readings(settling.stage, workers, progress)
    is_changed = False
    for reading in readings:
        found = [
            it for it in reading.problems if it.path in settling.drafts or it.path in settling.media
        ]
        others += [it for it in reading.problems if it not in found]
        if found:
            is_changed = True
            _mend(settling, found, blunt)
    bodies = {path: body for it in readings if (path := _path(it)) and (body := _body(it))}
    for path, targets in _dead_targets(bodies, content).items():
        if path in settling.drafts:
            is_changed = True
            settling.change(_without_links(settling.drafts[path], targets, blunt))
    return others, is_changed


def _path(reading: Reading | NoteReading | PictureReading) -> str:
    if isinstance(reading, PictureReading):
        return ""
    made = reading.article if isinstance(reading, Reading) else reading.note
    return made.path if made else reading.path


def _body(reading: Reading | NoteReading | PictureReading) -> Body | None:
    if isinstance(reading, PictureReading):
        return None
    made = reading.article if isinstance(reading, Reading) else reading.note
    return made.body if made else reading.body


def _readings(
    root: Path, workers: Workers, progress: Progress
) -> tuple[Content, list[Reading | NoteReading | PictureReading], list[Problem]]:
    settings, report = read_settings((root / FILE).read_bytes())
    content = list_content(root)
    with opened_store(root / MEMORY) as store:
        texts = read_content(root, content, settings, store, workers, progress)
    problems = [*report.problems, *content.problems, *texts.problems]
    return content, list(texts.readings), problems


def _mend(settling: Settling, problems: Sequence[Problem], blunt: bool) -> None:
    """Mend a file that has these problems, whatever they are; else leave it out."""
    path = problems[0].path
    draft = settling.drafts.get(path)
    said = "; ".join(dict.fromkeys(it.text for it in problems))
    if draft is None or blunt:
        settling.leave_out(path, f"it would be a problem: {said}")
        return
    words = words_of(draft.body)
    text = words.translate({ord(sign): f"\\{sign}" for sign in "\\`*_{}[]()<>#+-.!|&~"})
    settling.change(draft.with_body(f"{text}\n", Remark(0, f"its text was kept as words: {said}")))


def _dead_targets(bodies: Mapping[str, Body], content: Content) -> dict[str, list[str]]:
    """The targets in each text that lead to nothing, an unpublished article aside."""
    placed = {path: Placed("/", body.anchors) for path, body in bodies.items()}
    media = [path for path in content.media if is_media(path)]
    resolver = LinkResolver(placed, [], media)
    dead: dict[str, list[str]] = {}
    for path, body in bodies.items():
        for link in body.links:
            if resolver.resolve(path, link.line, link.target, link.is_media).problem:
                dead.setdefault(path, []).append(link.target)
    return dead


def _without_links(draft: Draft, targets: Sequence[str], blunt: bool) -> Draft:
    """The draft with these links as text; of one to a heading that is not there, the heading's
    name is dropped."""
    dead = {_plain(target) for target in targets}
    remarks = [
        Remark(0, f"the link {shortened(it)} became text, as it leads nowhere")
        for it in sorted(dead)
        if not it.partition("#")[0].endswith(".md")
    ]
    anchors = [it for it in sorted(dead) if it.partition("#")[0].endswith(".md") and "#" in it]
    remarks += [
        Remark(0, f"the link {it} leads to the whole page, as it has no such heading")
        for it in anchors
    ]
    body = draft.body
    if anchors and not blunt:
        body = replace_targets(
            lambda it: it.partition("#")[0] if _plain(it) in anchors else it, body
        )
    body = unlink(lambda it: _plain(it) in dead, body)
    if body == draft.body:
        for target in targets:
            body = body.replace(target, "#")
    return draft.with_body(body, *remarks)


def _plain(target: str) -> str:
    return unquote(unescape(" ".join(target.split())))


def _mend_plan(
    settling: Settling,
    as_of: Callable[[tzinfo], datetime],
    workers: Workers,
    progress: Progress,
    blunt: bool,
) -> tuple[list[Problem], bool]:
    """Mend what laying out the site finds: addresses that clash, identities that repeat."""
    with closing(TextStore(settling.stage / MEMORY)) as text_store:
        try:
            inputs = read_inputs(settling.stage, workers, progress)
            zone = inputs.settings.timezone
            moment = as_of(zone).astimezone(zone)
            # As if drafts and articles to come were published, so that no later day has problems.
            articles = [replace(it, draft=False, expires=None) for it in inputs.articles]
            last = max((it.date.at for it in articles), default=moment)
            catalog = arrange(articles, inputs.notes, inputs.settings, max(last, moment), True)
            plan_site(catalog, inputs, text_store, max(last, moment))
        except ProblemsFound as found:
            problems = found.problems
        else:
            return [], False
    mine = [it for it in problems if it.path in settling.drafts or it.path in settling.media]
    for problem in mine:
        _mend_place(settling, problem, blunt)
    return [it for it in problems if it not in mine], bool(mine)


def _mend_place(settling: Settling, problem: Problem, blunt: bool) -> None:
    draft = settling.drafts.get(problem.path)
    if draft is None or blunt:
        if problem.path in settling.drafts or problem.path in settling.media:
            settling.leave_out(problem.path, f"it would be a problem: {problem.text}")
        return
    lines = draft.text().split("\n")
    key = lines[problem.line - 1].partition(":")[0] if 0 < problem.line <= len(lines) else ""
    if key in ("aliases", "id"):
        settling.change(draft.without(key, Remark(0, f"its {key} was left out: {problem.text}")))
    elif problem.line == 0 and not draft.place.post.is_page:
        slug = f"{draft.place.slug}-2"
        text = f"its slug became {slug}: {problem.text}"
        settling.change(
            replace(
                draft,
                front={**draft.front, "slug": slug},
                place=replace(draft.place, slug=slug),
                remarks=(*draft.remarks, Remark(0, text)),
            )
        )
    elif problem.text.startswith("there is no page "):
        target = problem.text.removeprefix("there is no page ")
        settling.change(_without_links(draft, [target], blunt))
    else:
        settling.leave_out(problem.path, f"it would be a problem: {problem.text}")
