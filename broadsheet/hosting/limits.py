"""What a web host takes at most, and what would bring a site back below it.

The numbers are those of the hosts' own documentation, in November 2026:

- Cloudflare Pages: developers.cloudflare.com/pages/platform/limits/, …/configuration/redirects/ and
  …/configuration/headers/
- Netlify: docs.netlify.com, "Site deploys overview", files per directory
- GitHub Pages: docs.github.com, "GitHub Pages limits" and "About large files on GitHub"
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.content.settings import FILE
from broadsheet.hosting.line_rules import rules_of
from broadsheet.hosting.redirects import Redirect
from broadsheet.images.renditions import Sized
from broadsheet.problems import Problem
from broadsheet.site.later import Once
from broadsheet.site.outputs import BOOK, EDITION_FILE, EDITION_TEXT, LITE, Asset, Page
from broadsheet.urls import output_path

NEAR = 90  # per cent of a limit at which a build warns
MB, MIB = 10**6, 2**20
Output = Page | Asset


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a host takes; 0 where it names no limit. Sizes are in bytes.

    `files` is for a site, `paid_files` the same for those who pay; `folder_files` is for a folder,
    not counting those in folders in it. `redirects` and `headers` are rules, `rule` the characters
    of a redirect.
    """

    files: int = 0
    paid_files: int = 0
    folder_files: int = 0
    file: int = 0
    site: int = 0
    redirects: int = 0
    headers: int = 0
    rule: int = 0


NO_LIMITS = Limits()
GITHUB = Limits(file=100 * MIB, site=1000 * MB)
CLOUDFLARE = Limits(
    files=20_000, paid_files=100_000, file=25 * MIB, redirects=2_000, headers=100, rule=1_000
)
NETLIFY = Limits(folder_files=54_000, redirects=10_000)


@dataclass(frozen=True, slots=True)
class Found:
    """What is over a limit, as `problems`, and what is near it or can be lived with."""

    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def too_many_files(host: str, limits: Limits, outputs: Sequence[Output]) -> Found:
    """What is wrong with the number of files of a site on a host of this name."""
    help = hint(outputs)
    problems, warnings = [], []
    most = limits.paid_files or limits.files
    free = limits.files if limits.paid_files else 0
    if most and len(outputs) > most:
        text = f"the site has {len(outputs):,} files, and {host} takes {most:,}"
        problems.append(Problem(FILE, 0, text, help))
    elif free and len(outputs) > free:
        text = f"the site has {len(outputs):,} files, and {host} takes {free:,} from those who do"
        warnings.append(Problem(FILE, 0, f"{text} not pay, and {most:,} from others", help))
    elif is_near(len(outputs), free or most):
        text = f"the site has {len(outputs):,} files; {host} takes {free or most:,}"
        warnings.append(Problem(FILE, 0, text, help))
    paths = [output_path(it.address) for it in outputs] if limits.folder_files else []
    for folder, count in Counter(it.rpartition("/")[0] for it in paths).most_common(1):
        text = (
            f"the folder {folder or '/'} has {count:,} files; {host} takes {limits.folder_files:,}"
        )
        if count > limits.folder_files:
            problems.append(Problem(FILE, 0, text, help))
        elif is_near(count, limits.folder_files):
            warnings.append(Problem(FILE, 0, text, help))
    return Found(tuple(problems), tuple(warnings))


def is_near(count: int, most: int) -> bool:
    """Whether a count is so near a limit that the curator should know; there is none at 0."""
    return most > 0 and 100 * count >= NEAR * most


def too_large(host: str, limits: Limits, sizes: Mapping[str, int]) -> Found:
    """What is wrong with the sizes of a site's files, in bytes by their paths."""
    problems, warnings = [], []
    for path, size in sorted(sizes.items()) if limits.file else ():
        text = f"{path} has {_megabytes(size)}; {host} takes {_megabytes(limits.file)} a file"
        if size > limits.file:
            problems.append(Problem(FILE, 0, text, "put it on another host, or make it smaller"))
        elif is_near(size, limits.file):
            warnings.append(Problem(FILE, 0, text, "make it smaller"))
    whole = sum(sizes.values())
    if is_near(whole, limits.site):
        largest = sorted(_by_kind(sizes).items(), key=lambda it: -it[1])[:3]
        named = ", ".join(f"{kind} {_megabytes(size)}" for kind, size in largest)
        text = f"the site has {_megabytes(whole)}; {host} takes {_megabytes(limits.site)}"
        found = problems if whole > limits.site else warnings
        found.append(Problem(FILE, 0, text, f"most of it is in: {named}; see images: and books:"))
    return Found(tuple(problems), tuple(warnings))


def _by_kind(sizes: Mapping[str, int]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for path, size in sizes.items():
        _, dot, kind = path.rpartition("/")[2].rpartition(".")
        found[f"*.{kind}" if dot else path] += size
    return found


def _megabytes(size: int) -> str:
    return f"{size / MB:,.1f} MB"


# What would save files: a count of outputs, and the line of site.yaml that does without them.
SAVINGS: tuple[tuple[Callable[[Output], bool], str], ...] = (
    (lambda it: isinstance(it, Page) and it.theme == LITE, "lite: false"),
    (lambda it: isinstance(it, Asset) and isinstance(it.recipe, Once), "share_images: false"),
    (
        lambda it: isinstance(it, Asset) and isinstance(it.recipe, Sized),
        "fewer images: {widths: …}",
    ),
    (lambda it: isinstance(it, Page) and it.template == BOOK, "books: none"),
    (
        lambda it: isinstance(it, Page) and it.template in (EDITION_FILE, EDITION_TEXT),
        "editions: without files:",
    ),
    (
        lambda it: isinstance(it, Page) and getattr(it.context.get("part"), "number", 0) > 0,
        "a larger per_page:",
    ),
)


def hint(outputs: Iterable[Output]) -> str:
    """What would save files, and how many each at most; what saves most comes first."""
    counts = Counter(line for it in outputs for is_one, line in SAVINGS if is_one(it))
    named = [f"{line} (up to {count:,})" for line, count in counts.most_common()]
    return f"fewer files: {', '.join(named)}" if named else "put a part of the site elsewhere"


def rules_in(content: bytes) -> int:
    """How many rules a file of the curator's has: lines that are not empty, indented, or comments
    alone."""
    lines = content.decode("utf-8", "replace").splitlines()
    return sum(bool(it.strip()) and it[0] not in "# \t" for it in lines)


def too_many_headers(host: str, limits: Limits, rules: int) -> Found:
    """What is wrong with the number of rules for headers, the curator's own with Broadsheet's."""
    told = Problem(
        FILE,
        0,
        f"the site has {rules:,} rules for headers; {host} takes {limits.headers:,}",
        "make one of several in content/site-root/_headers",
    )
    if limits.headers and rules > limits.headers:
        return Found((told,))
    return Found(warnings=(told,)) if is_near(rules, limits.headers) else Found()


def fitting(
    host: str, limits: Limits, moved: Iterable[Redirect], own: int = 0
) -> tuple[list[Redirect], Found]:
    """The redirects that a host takes as rules, the first ones first, and what to tell of the
    others, at whose addresses a page leads on; `own` are the curator's own rules."""
    kept, left, rules = [], 0, own
    for it in moved:
        lines = rules_of(it)
        is_short = not limits.rule or all(len(line) <= limits.rule for line in lines)
        if not is_short or (limits.redirects and rules + len(lines) > limits.redirects):
            left += 1
            continue
        kept.append(it)
        rules += len(lines)
    if left:
        text = f"{host} takes {limits.redirects:,} redirects of {limits.rule or 'any'} characters"
        hint = f"{left:,} old addresses stay pages that lead on; take out aliases that nobody uses"
        return kept, Found(warnings=(Problem(FILE, 0, f"{text}, and the site has more", hint),))
    if is_near(rules, limits.redirects):
        text = f"the site has {rules:,} redirects; {host} takes {limits.redirects:,}"
        told = Problem(FILE, 0, text, "with more, the addresses of old articles stay pages")
        return kept, Found(warnings=(told,))
    return kept, Found()
