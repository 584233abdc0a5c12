"""What a site leaves behind when it moves: at its old host, or in the old form of its addresses."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

from broadsheet.content.articles import Article
from broadsheet.content.ledger import Ledger, Published, read_ledger
from broadsheet.files import LEDGER
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.publishing.ledger import add
from broadsheet.publishing.target import PublishFailed
from broadsheet.site.addresses import article_address, end_of, is_page
from broadsheet.site.feed_formats import FEED_FORMATS
from broadsheet.urls import absolute, output_path, pattern_fault

PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={target}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{target}</title>
<link rel="canonical" href="{target}">
</head>
<body>
<p><a href="{target}">{target}</a></p>
</body>
</html>
"""
RULES = {
    "_redirects": "{base}/* {new}/:splat 301!\n",
    ".htaccess": 'RedirectMatch 301 "^{base}/(.*)$" "{new}/$1"\n',
    "nginx.conf": "location {base}/ {{ rewrite ^{base}/(.*)$ {new}/$1 permanent; }}\n",
    "Caddyfile": "handle_path {base}/* {{\n\tredir {new}{{uri}} permanent\n}}\n",
}
FEED_ENDS = frozenset(it.suffix for it in FEED_FORMATS.values())


def write_moved(root: Path, built: Path, old: str, new: tuple[str, str], folder: Path) -> int:
    """Write what the host of the site's `old` address (a URL) needs into `folder`, a new or empty
    one, so that every published address leads to the new one; returns how many do.

    `new` is the site's URL now and its language, `built` its built folder. Raises ProblemsFound if
    there is no ledger or it cannot be read, PublishFailed if the folder has files, OSError.
    """
    content = (root / LEDGER).read_bytes() if (root / LEDGER).exists() else None
    ledger, log = read_ledger(content)
    if content is None:
        log.problem(0, "there is no such file", "publish the site once, so that it is made")
    if log.problems:
        raise ProblemsFound(log.problems)
    if folder.exists() and any(folder.iterdir()):
        raise PublishFailed(f"{folder} is not empty; name another folder")
    for path, written in moved_files(ledger, old, *new):
        _write(folder / path, written)
    for address in ledger:
        file = built / output_path(address)
        if end_of(address) in FEED_ENDS and file.is_file():
            _write(folder / output_path(address), file.read_bytes())
    return len(ledger)


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def moved_files(ledger: Ledger, old: str, new: str, language: str) -> Iterator[tuple[str, bytes]]:
    """The files for the old host, by their paths: a page that leads on at each address of a page,
    and the rule that does it for all addresses at once, as each kind of host has it.

    `old` and `new` are the URLs of the site; its addresses stay the same below them.
    """
    base = quote(urlsplit(old).path.rstrip("/"))
    for name, rule in RULES.items():
        yield name, rule.format(base=base, new=new.rstrip("/")).encode()
    for address in sorted(it for it in ledger if is_page(it)):
        target = escape(absolute(new, address))
        page = PAGE.format(language=escape(language), target=target)
        yield output_path(address), page.encode()


def published_by_pattern(articles: Iterable[Article], pattern: str) -> Ledger:
    """The addresses that a permalink pattern gives articles, for the ledger."""
    return {article_address(it, pattern): Published(it.path) for it in articles}


def record_pattern(root: Path, articles: Iterable[Article], pattern: str) -> int:
    """Add the addresses that articles had by an earlier permalink pattern to the ledger of the site
    at `root`, so that each leads to where its article is; returns how many are new there.

    Raises ProblemsFound where the pattern is wrong or the ledger cannot be read, OSError.
    """
    fault = pattern_fault(pattern)
    if fault:
        hint = "write it as /{year}/{month}/{slug}.html"
        raise ProblemsFound([Problem("--moved-from", 0, f"the pattern {fault}", hint)])
    return add(root, published_by_pattern(articles, pattern))
