"""Which Broadsheet site does a Jekyll folder of posts make, and what in it could not be taken?

    python benchmarks/corpus.py POSTS SITE [--copies N]

SITE gets a `site.yaml` and an article for each post, by `broadsheet import jekyll`; an account of
what was changed is printed. Headers are in one form that all peers of the benchmark can read.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import yaml

from broadsheet.builds import Progress
from broadsheet.dates import day_in_name, parse_moment
from broadsheet.exports.foreign_header import Header, read_header
from broadsheet.exports.jekyll import read_jekyll
from broadsheet.exports.posts import LeftOut, SiteFacts
from broadsheet.importing.account import Account, short_lines
from broadsheet.importing.importer import ImportOptions, import_site
from broadsheet.importing.record import FILE as RECORD

SITE_YAML = """title: openSUSE News
url: https://news.opensuse.org/
description: News of the openSUSE project, a corpus to build and to measure
language: en
timezone: UTC
attribution: {uncredited: allow}
"""
DAY_OF_IMPORT = datetime(2026, 1, 1, tzinfo=UTC)  # so that every run writes the same
TO_YAML = json.JSONEncoder(ensure_ascii=False).encode


def main(argv: Sequence[str]) -> int:
    """Convert what `argv` says; 0 if a post was taken, else 1; wrong arguments exit with 2."""
    arguments = parse_arguments(argv)
    site: Path = arguments.site
    account = imported(arguments.posts, site)
    articles = sorted((site / "content").rglob("*.md")) if (site / "content").is_dir() else []
    for path in articles:
        put_in_order(path, arguments.copies)
    print("\n".join([*short_lines(account), *left_out(account)]))
    print(f"{len(articles)} taken, {len(articles) * arguments.copies} articles written")
    return 0 if articles else 1


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """`argv` as posts, site and copies."""
    parser = argparse.ArgumentParser(prog="corpus.py")
    parser.add_argument("posts", type=Path, metavar="POSTS", help="a Jekyll folder of posts")
    parser.add_argument("site", type=Path, metavar="SITE", help="a new or an empty folder")
    parser.add_argument("--copies", type=int, default=1, metavar="N", help="articles per post")
    arguments = parser.parse_args(argv)
    if not arguments.posts.is_dir():
        parser.error(f"{arguments.posts} is not a folder")
    if arguments.site.exists() and (arguments.site.is_file() or any(arguments.site.iterdir())):
        parser.error(f"{arguments.site} is there already and is not an empty folder")
    if arguments.copies < 1:
        parser.error(f"--copies must be 1 or more, found {arguments.copies}")
    return arguments


def imported(posts: Path, site: Path) -> Account:
    """The posts as articles of the site, without what only a second import would need."""
    site.mkdir(parents=True, exist_ok=True)
    (site / "site.yaml").write_bytes(SITE_YAML.encode())
    export = read_jekyll(str(posts))
    url = yaml.safe_load(SITE_YAML)["url"]
    facts = SiteFacts(url=url)
    undated = [LeftOut(it.origin, "it has no date") for it in export.posts if not it.date]
    export = replace(
        export,
        posts=tuple(it for it in export.posts if it.date),
        left_out=(*export.left_out, *undated),
        site=facts,
    )
    options = ImportOptions(
        "jekyll", str(posts), site, lambda zone: DAY_OF_IMPORT.astimezone(zone), keep_links=True
    )
    account = import_site(options, export, Progress()).account
    (site / RECORD).unlink()
    shutil.rmtree(site / ".broadsheet")
    return account


def put_in_order(path: Path, copies: int) -> None:
    """Write an article again with its header in the benchmark's form, and its copies from number 2
    on beside it, each with a title and a slug of its own."""
    header = read_header(path.read_bytes().decode())
    assert header is not None
    _, named = day_in_name(path.stem)
    slug = header.word("slug") or named
    path.write_bytes(article(header, header.word("title"), slug if slug != named else ""))
    for number in range(2, copies + 1):
        name = f"{path.stem.removesuffix(named)}{slug}-copy-{number}.md"
        title = f"{header.word('title')} (copy {number})"
        path.with_name(name).write_bytes(article(header, title, ""))


def article(header: Header, title: str, slug: str) -> bytes:
    """The file of an article: its keys in order, texts as JSON writes them, and its body."""
    lines = "".join(f"{line}\n" for line in header_lines(header, title, slug))
    return f"---\n{lines}---\n{header.body}".encode()


def header_lines(header: Header, title: str, slug: str) -> Iterator[str]:
    """The keys that the peers know too, as far as the article has them."""
    yield f"title: {TO_YAML(title)}"
    yield f"date: {parse_moment(header.word('date'), UTC).at:%Y-%m-%d %H:%M:%S %z}"
    texts: dict[str, object] = {
        "author": ", ".join(header.words("author")),
        "tags": list(header.words("tags")),
        "summary": header.word("summary"),
        "draft": header.is_said("draft", "true"),
        "slug": slug,
    }
    yield from (f"{key}: {TO_YAML(value)}" for key, value in texts.items() if value)


def left_out(account: Account) -> Iterator[str]:
    """A line for each file that made no article."""
    return (f"left out: {it.origin}: {it.why}" for it in account.left_out)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
