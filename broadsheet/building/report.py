"""The report at the end of a build, in the curator's words."""

from collections.abc import Iterator, Sequence
from posixpath import basename

from broadsheet.builds import BuildReport, Lost, Unpublished
from broadsheet.counted import counted
from broadsheet.problems import Problem, problem_lines

MOVED = (
    "to keep an article's address and its entry in feed readers, put its old slug into its front"
    " matter: slug: NAME; to lead readers from an old address to a new one: aliases: [{address}]"
)
KEPT = {
    "tag": "to keep the address of a tag that you renamed or merged, set it in site.yaml:"
    " tags: {{slugs: {{NEW NAME: {key}}}}}",
    "source": "to keep a source's address, write content/sources/{key}.md with its new title and,"
    " under spellings, its other names",
    "author": "to keep an author's address, write content/authors/{key}.md with the new title and,"
    " under spellings, the other names",
    "section": "a section's address is the name of its folder; to change its title alone, set it in"
    " site.yaml: sections: [{{key: {key}, title: NEW TITLE}}]",
    "story": "a story's address is its key; to change its title alone, keep story: {key} and write"
    " content/stories/{key}.md",
}
KEPT_OTHERWISE = "the address comes back as soon as an article has this {kind} again"


def warning_lines(warnings: Sequence[Problem], everything: bool) -> Iterator[str]:
    """Warnings as lines; of a frequent kind only the first ones and a count."""
    return problem_lines(warnings, everything, "warning: ")


def reason_lines(report: BuildReport) -> Iterator[str]:
    """One line for each page that was rendered, with its address and the reason."""
    width = max((len(address) for address, _ in report.rendered), default=0)
    for address, reason in report.rendered:
        yield f"{address:<{min(width, 60)}}  {reason}"


def report_lines(report: BuildReport, seconds: float, everything: bool = False) -> Iterator[str]:
    """The report: what came in, what is unpublished and why, what was done; `everything` lists the
    lost addresses of earlier builds too."""
    for it in report.unpublished:
        yield f"unpublished: {it.path}  {it.reason}"
    done = report.placed
    yield from lost_lines(done.lost, report.unpublished, everything)
    yield (
        f"articles: {report.articles_in} read = {report.articles_out} published"
        f" + {len(report.unpublished)} unpublished"
    )
    yield (
        f"files: {len(done.written)} written, {len(done.unchanged)} unchanged,"
        f" {len(done.removed)} removed; {counted(len(report.rendered), 'page')} rendered"
    )
    yield f"{counted(len(report.warnings), 'warning')}, 0 problems; {seconds:.2f} seconds"


def lost_lines(
    lost: Sequence[Lost], unpublished: Sequence[Unpublished], everything: bool = False
) -> Iterator[str]:
    """How many addresses are gone that earlier builds made, and with `everything` which, with what
    to do. Nothing was published yet, so nobody may miss them. An unpublished article may come
    back, so its address is not counted."""
    reasons = {it.path: it.reason for it in unpublished}
    if everything:
        for it in lost:
            if it.name in reasons and it.is_new:
                yield f"gone for now: {it.address}  {it.name}: {reasons[it.name]}"
    gone = [it for it in lost if it.name not in reasons]
    if everything:
        yield from (f"gone: {it.address}  {_told(it)}" for it in gone)
        yield from _advice(gone)
    elif gone:
        is_one = len(gone) == 1
        count = "1 address" if is_one else f"{len(gone)} addresses"
        of_them = "is gone; --explain lists it" if is_one else "are gone; --explain lists them"
        yield f"{count} of earlier builds {of_them}"


def _told(lost: Lost) -> str:
    if lost.kind:
        feed = f", with the feed {lost.feed}" if lost.feed else ""
        return f"was the page of the {lost.kind} {lost.name}{feed}"
    return f"was the page of {lost.name}{f', which is now at {lost.now}' if lost.now else ''}"


def _advice(gone: Sequence[Lost]) -> Iterator[str]:
    """What can be done, once for each kind of page, with the first one as the example."""
    for kind, it in {it.kind: it for it in reversed(gone)}.items():
        key = basename(it.address).removesuffix(".html")
        advice = KEPT.get(kind, KEPT_OTHERWISE) if kind else MOVED
        yield f"  {advice.format(address=it.address, key=key, kind=kind)}"
