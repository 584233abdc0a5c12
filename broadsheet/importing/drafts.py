"""What does the file of each post say on the new site?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from broadsheet.content.fields import is_web_address
from broadsheet.drafting.article_file import Value, article_file
from broadsheet.exports.posts import Post, Remark
from broadsheet.importing.active import calm
from broadsheet.importing.linking import Linker
from broadsheet.importing.placing import NO_SECTION, Place, name_slug, section_key
from broadsheet.languages import is_language
from broadsheet.problems import ProblemLog, shortened
from broadsheet.text.plain_text import UNPRINTABLE, control_references, decode

CONFLICT_LINES = re.compile(r"^(<{7}|={7}|>{7})", re.M)


@dataclass(frozen=True, slots=True)
class Draft:
    """The file of a post before it is written: its place, front matter, body, and what was
    changed."""

    place: Place
    front: Mapping[str, Value]
    body: str
    remarks: tuple[Remark, ...]

    @property
    def path(self) -> str:
        """The path of its file."""
        return self.place.path

    @property
    def origin(self) -> str:
        """What the account calls it."""
        return self.place.post.origin

    def text(self) -> str:
        """The whole file."""
        return article_file(self.front, self.body)

    def with_body(self, body: str, *remarks: Remark) -> "Draft":
        """The same with another body, and why."""
        return replace(self, body=body, remarks=(*self.remarks, *remarks))

    def without(self, key: str, *remarks: Remark) -> "Draft":
        """The same without a key of its front matter, and why."""
        front = {name: value for name, value in self.front.items() if name != key}
        return replace(self, front=front, remarks=(*self.remarks, *remarks))


def draft_of(place: Place, linker: Linker) -> Draft:
    """The file of a post: nothing in it acts in a browser, and its links lead to files here."""
    post = place.post
    body, removed = calm(readable(post.body))
    body, unlinked = linker.rewrite(place, body)
    controls = _remark_on_controls(post.body)
    remarks = (*post.remarks, *controls, *removed, *unlinked)
    front, more = _page_front(place) if post.is_page else _article_front(place, linker)
    return Draft(place, front, f"{body.strip(chr(10))}\n", (*remarks, *more))


def readable(text: str) -> str:
    """The text without control characters, and without what looks like a merge conflict."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = UNPRINTABLE.sub("", text).encode("utf-8", "ignore").decode()
    for written, _ in tuple(control_references(text)):
        text = text.replace(written, "")
    if "<<<<<<<" in text and decode(text.encode(), ProblemLog("")) is None:
        text = CONFLICT_LINES.sub(r"    \1", text)
    return text


def _remark_on_controls(text: str) -> tuple[Remark, ...]:
    found = UNPRINTABLE.findall(text)
    if not found:
        return ()
    count = (
        "a control character was" if len(found) == 1 else f"{len(found)} control characters were"
    )
    line = text.count("\n", 0, text.find(found[0])) + 1
    return (Remark(line if "\n" in text else 0, f"{count} left out"),)


def _page_front(place: Place) -> tuple[Mapping[str, Value], tuple[Remark, ...]]:
    post = place.post
    front = {"title": _title(post), "summary": post.summary, "aliases": place.aliases}
    unused = {"tags": post.tags, "authors": post.authors, "a main picture": post.image}
    remarks = [Remark(0, f"a page has no {key}: left out") for key, it in unused.items() if it]
    return front, tuple(remarks)


def _article_front(place: Place, linker: Linker) -> tuple[Mapping[str, Value], tuple[Remark, ...]]:
    post, remarks = place.post, []
    assert post.date is not None
    language = post.language if is_language(post.language) else ""
    if post.language and not language:
        remarks.append(Remark(0, f"its language {shortened(post.language)} was left out"))
    image: dict[str, Value] = {}
    if post.image and (file := linker.picture(place, post.image)):
        image = {"file": file, "alt": post.image_alt or _title(post)}
    elif post.image:
        remarks.append(Remark(0, f"its main picture {shortened(post.image)} was not found"))
    folder = place.path.split("/")[1]
    section = post.section or ""
    front: dict[str, Value] = {
        "title": _title(post),
        "date": post.date,
        "updated": post.updated or "",
        "section": "" if section_key(section) == folder else section or NO_SECTION,
        "tags": _tags(post),
        "summary": post.summary,
        "author": list(post.authors),
        "sources": _sources(post),
        "image": image or "",
        "slug": "" if place.slug == name_slug(place.path) else place.slug,
        "aliases": list(place.aliases),
        "id": post.identity,
        "draft": post.draft or "",
        "expires": post.expires or "",
        "language": language,
    }
    if not section and section_key(section) != folder:
        front["section"] = ""
    return front, tuple(remarks)


def _title(post: Post) -> str:
    return " ".join("".join(it if it.isprintable() else " " for it in post.title).split()) or "?"


def _tags(post: Post) -> list[str]:
    """The tags that have a letter or digit, each once."""
    words = dict.fromkeys(" ".join(tag.split()) for tag in post.tags)
    return [word for word in words if word]


def _sources(post: Post) -> Value:
    if not is_web_address(post.source_url):
        return ""
    name = post.source_name or urlsplit(post.source_url).netloc.removeprefix("www.")
    return [{"name": name, "url": post.source_url}]
