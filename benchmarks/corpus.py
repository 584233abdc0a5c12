"""Which Broadsheet site does a Jekyll folder of posts make, and what in it could not be taken?

    python benchmarks/corpus.py POSTS SITE [--copies N]

SITE gets a `site.yaml` and an article for each post; an account of what was changed is printed.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from urllib.parse import quote, urljoin

import yaml

BASE = "https://news.opensuse.org/"
SITE_YAML = f"""title: openSUSE News
url: {BASE}
description: News of the openSUSE project, a corpus to build and to measure
language: en
timezone: UTC
attribution: {{uncredited: allow}}
"""
RESERVED = {"media", "pages", "editions", "stories", "sources", "sections", "tags", "authors"}
USED_KEYS = {"title", "date", "author", "categories", "tags", "excerpt", "published"}

HEADER = re.compile(r"---(?P<blanks>[ \t]*)\r?\n(?P<yaml>.*?)^---[ \t]*\r?(?:\n|\Z)", re.S | re.M)
TO_YAML = json.JSONEncoder(ensure_ascii=False).encode
# What no header's text may hold: ends of lines, and what YAML refuses even in JSON's quotes.
NOT_TEXT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]+"
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
LIST_ITEM = re.compile(r"^[ ]{0,3}(?:[*+-]|\d+[.)]|\[\^[^\]]+\]:)[ \t]", re.M)
# Each pattern for targets starts with this one, so that targets in code are passed over.
CODE = (
    r"(?P<code>^[ ]*(?P<fence>`{3,}|~{3,})[^`\n]*\n(?:.*\n)*?[ ]*(?P=fence)[`~]*[ \t\r]*$"
    r"|(?P<blank>^[ \t\r]*\n)(?P<indented>(?:(?:[ ]{4}|\t)[ \t]*(?!```|~~~)\S.*(?:\n|\Z))+)"
    r"|(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t\r]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`))|"
)
SITE_ADDRESS = r"(?P<before>)(?P<target>\{\{\s*site\.(?:base)?url\s*\}\})"
LINKS = (
    # [text](target "title"); Python-Markdown takes a target with blanks and parentheses
    r"(?P<before>(?<!\\)\]\(\s*<?)(?P<target>(?![\s<])"
    r"(?:[^()<>\\\n]|\\.|\n(?![ \t\r]*\n)|\((?:[^()]|\([^()]*\))*\))*?)"
    r"(?=>?(?:\s+(?:\"[^\n]*?\"|'[^\n]*?'))?\s*\))",
    # [name]: target "title"
    r"(?P<before>^[ ]{0,3}\[(?!\^)[^\[\]]+\]:[ ]*\n?[ ]*<?)(?P<target>[^\s<>]+)"
    r"(?=>?[ ]*(?:\n[ ]*)?(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))?[ \r]*$)",
    # <a href="target">
    r"(?P<before>\s(?:href|src)\s*=\s*(?P<quote>[\"']?))"
    r"(?P<target>(?<=[\"'])[^\"'<>]*|[^\s\"'<>]+)(?=(?P=quote)[^<>]*>)",
)


@dataclass(frozen=True, slots=True)
class Post:
    """A post read from `source`; its file is `prefix` and `named`, its address has `slug`."""

    source: str
    prefix: str
    named: str
    slug: str
    title: str
    date: datetime
    header: str
    body: str
    changes: Counter[str]


def main(argv: Sequence[str]) -> int:
    """Convert what `argv` says; 0 if a post was taken, else 1; wrong arguments exit with 2."""
    arguments = parse_arguments(argv)
    posts, left_out = read_folder(arguments.posts)
    articles = place_all(posts, arguments.copies)
    write_site(arguments.site, articles)
    print("\n".join(account(posts, left_out, articles)))
    return 0 if posts else 1


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


def read_folder(folder: Path) -> tuple[list[Post], list[str]]:
    """The posts below `folder` by path, and a line for each file that makes none."""
    posts, left_out = [], []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        source = path.relative_to(folder).as_posix()
        try:
            posts.append(read_post(source, path.read_bytes()))
        except ValueError as reason:
            left_out.append(f"{source}: {reason}")
    return posts, left_out


def read_post(source: str, raw: bytes) -> Post:
    """The post that a file's path and bytes make."""
    changes: Counter[str] = Counter()
    header, body = split_post(source, raw, changes)
    fields = read_front_matter(header, changes)
    day, slug = re.findall(r"(?s)(?:(\d{4}-\d\d-\d\d)-)?(.+)", Path(source).stem)[0]
    date = choose_date("".join(fields["date"]), day, changes)
    section = choose_section(fields["categories"], changes)
    prefix = f"content/{section}/{day or date.date()}-"
    title = " ".join(fields["title"]) or slug.replace("-", " ").capitalize()
    changes["title made from the slug"] += not fields["title"]
    changes["date put before the file's name"] += not day
    lines = header_lines(fields, date, changes)
    body = convert_body(body, f"{BASE}{date:%Y/%m/%d}/{quote(slug)}/", changes)
    return Post(source, prefix, slug, slug, title, date, lines, body, changes)


def split_post(source: str, raw: bytes, changes: Counter[str]) -> tuple[str, str]:
    """A file's bytes as header, with blanks for tabs, and body."""
    if not source.endswith((".md", ".markdown")):
        raise ValueError("not a Markdown file")
    text = raw.decode("utf-8-sig")
    parts = HEADER.match(text)
    if parts is None:
        raise ValueError("no header" if text.strip() else "empty")
    changes["byte order mark dropped"] += raw.startswith(b"\xef\xbb\xbf")
    changes["blanks after the opening --- dropped"] += bool(parts["blanks"])
    changes["tab in the header made a blank"] += parts["yaml"].count("\t")
    return parts["yaml"].replace("\t", " "), text[parts.end() :]


def read_front_matter(header: str, changes: Counter[str]) -> defaultdict[str, list[str]]:
    """Each key's texts, of one line each; a key in lower case that has none has an empty list."""
    try:
        # BaseLoader leaves scalars as written: `no` is a word, a date keeps its offset.
        loaded = yaml.load(header, yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise ValueError(f"header is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(loaded, dict):
        raise ValueError("header is not a mapping")
    fields: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in loaded.items():
        items = value if isinstance(value, list) else [value]
        texts = (NOT_TEXT.sub(" ", str(item)).strip() for item in items)
        fields[key.lower()] += [text for text in texts if text]
        changes["header key read as lower case"] += key != key.lower()
        changes[f"header key {key.lower()} left out"] += key.lower() not in USED_KEYS
    return fields


def choose_date(written: str, day: str, changes: Counter[str]) -> datetime:
    """The header's date, or else the day in the file's name, in UTC where no offset is written."""
    for text in (written, day):
        with suppress(ValueError):
            date = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d)", "", text))
            return date if date.tzinfo else date.replace(tzinfo=UTC)
        changes["date taken from the file's name"] += 1
    raise ValueError("no date that can be read, neither in the header nor in the name")


def choose_section(categories: list[str], changes: Counter[str]) -> str:
    """The folder for these categories: the first one as lower-case ASCII words."""
    plain = unicodedata.normalize("NFKD", "".join(categories[:1])).encode("ascii", "ignore")
    slug = re.sub(r"[^a-z0-9]+", "-", plain.decode().lower()).strip("-")
    changes["section news for want of a category"] += not slug
    changes["section named -news because its name is reserved"] += slug in RESERVED
    return f"{slug}-news" if slug in RESERVED else slug or "news"


def header_lines(fields: dict[str, list[str]], date: datetime, changes: Counter[str]) -> str:
    """The article's header between title and slug, as far as the post says something."""
    tags = [*fields["tags"], *fields["categories"][1:]]
    values = {
        "author": ", ".join(fields["author"]),
        "tags": list(dict.fromkeys(tags)),
        "summary": " ".join(fields["excerpt"]),
        "draft": "".join(fields["published"]).lower() in ("false", "no", "off"),
    }
    changes["exact repeat of a tag dropped"] += len(tags) - len(set(tags))
    changes["unpublished post made a draft"] += bool(values["draft"])
    lines = (f"{key}: {TO_YAML(value)}\n" for key, value in values.items() if value)
    return f"date: {date:%Y-%m-%d %H:%M:%S %z}\n{''.join(lines)}"


def convert_body(body: str, address: str, changes: Counter[str]) -> str:
    """The body of the post at this address, its links absolute, its code as it was."""

    def resolve(target: str) -> str:
        resolved = absolute(target, address)
        changes["link made absolute"] += resolved != target
        return resolved

    body, changes["control character in the body dropped"] = CONTROL.subn("", body)
    body = replace_targets(SITE_ADDRESS, lambda _: "", body)
    for link in LINKS:
        body = replace_targets(link, resolve, body)
    changes["Liquid left as text"] = len(re.findall(r"\{\{.*?\}\}|\{%.*?%\}", body))
    return body


def replace_targets(link: str, new: Callable[[str], str], text: str) -> str:
    """The text with a new target for each link of this pattern that stands outside of code."""

    def rewrite(found: re.Match[str]) -> str:
        if found["indented"] and in_list(text[: found.start()]):
            return found["blank"] + replace_targets(link, new, found["indented"])
        return found["code"] or found["before"] + new(found["target"])

    return re.sub(CODE + link, rewrite, text, flags=re.M | re.I)


def in_list(before: str) -> bool:
    """Does the text end in a list or a footnote, where an indented paragraph is no code?"""
    paragraphs = reversed(re.split(r"\n(?:[ \t\r]*\n)+", before))
    unindented = next((text for text in paragraphs if re.match(r" {0,3}\S", text)), "")
    return LIST_ITEM.search(unindented) is not None


def absolute(target: str, address: str) -> str:
    """A link's target as seen from the post's address; one with a scheme comes back as it is."""
    words = " ".join(target.split())
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", words):
        return target
    if words.startswith(("//", "www.")):
        return "https://" + words.lstrip("/ ").replace(" ", "%20")
    return urljoin(address if words[:1] in ("", "#") else BASE, words).replace(" ", "%20")


def place_all(posts: list[Post], copies: int) -> list[Post]:
    """The posts, then their copies from number 2 on, each with a path and an address of its own."""
    find_collisions: set[str] = set()
    placed = [place(post, find_collisions) for post in posts]
    further = [copy_of(post, number) for number in range(2, copies + 1) for post in placed]
    return placed + [place(post, find_collisions) for post in further]


def copy_of(post: Post, number: int) -> Post:
    """The same post under a slug and a title of its own."""
    slug = f"{post.slug}-copy-{number}"
    return replace(post, named=slug, slug=slug, title=f"{post.title} (copy {number})")


def place(post: Post, find_collisions: set[str]) -> Post:
    """The post with a path and an address that are free, by -2, -3, ... if need be; claims them."""
    # Broadsheet takes the month in the site's time zone, and only the letters and digits of a slug.
    months = {f"{date:%Y/%m}" for date in (post.date, post.date.astimezone(UTC))}
    for slug in chain([post.slug], (f"{post.slug}-{number}" for number in count(2))):
        named = slug if f"{post.prefix}{post.named}".casefold() in find_collisions else post.named
        words = re.sub(r"[\W_]+", "-", slug)
        taken = {f"{post.prefix}{named}".casefold(), *(f"{m}/{words}".casefold() for m in months)}
        if find_collisions.isdisjoint(taken):
            break
    find_collisions |= taken
    return replace(post, named=named, slug=slug)


def write_site(site: Path, posts: list[Post]) -> None:
    """Write the settings and an article for each post below `site`."""
    for post in posts:
        path = site / f"{post.prefix}{post.named}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        slug = f"slug: {TO_YAML(post.slug)}\n" if post.slug != post.named else ""
        article = f"---\ntitle: {TO_YAML(post.title)}\n{post.header}{slug}---\n{post.body}"
        path.write_bytes(article.encode())
    site.mkdir(parents=True, exist_ok=True)
    (site / "site.yaml").write_bytes(SITE_YAML.encode())


def account(posts: list[Post], left_out: list[str], articles: list[Post]) -> list[str]:
    """What is printed at the end, with `articles` the posts in their places and their copies."""
    times = sum((post.changes for post in posts), Counter[str]())
    files = Counter(kind for post in posts for kind in +post.changes)
    pairs = zip(posts, articles, strict=False)
    split = [f"{post.source}: {new.slug}" for post, new in pairs if new.slug != post.slug]
    return [
        *(f"left out: {line}" for line in left_out),
        *(f"slug to part two addresses: {line}" for line in split),
        *(f"{times[kind]:6} in {files[kind]} files: {kind}" for kind in sorted(times)),
        f"{len(posts)} taken, {len(left_out)} left out, {len(articles)} articles written",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
