"""Reads a Substack export: its ZIP, or the folder that it unpacks to, as posts."""

import csv
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from lxml.html import HtmlElement

from broadsheet.exports.html_cleaning import (
    host_of,
    json_attribute,
    largest_first,
    replace_by_link,
    with_class,
)
from broadsheet.exports.html_to_markdown import Converted, html_to_markdown, tree_to_markdown
from broadsheet.exports.markdown_text import written_address
from broadsheet.exports.posts import Export, LeftOut, Post, Remark
from broadsheet.exports.shown_media import media_of, on_the_web
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.text.fragment import fragment

LIST = "posts.csv"
LARGEST_POST = 10_000_000  # bytes
LARGEST_LIST = 100_000_000
MOST = 500_000_000  # bytes of all that is read
MOST_NAMES = 100_000
FURNITURE = (  # what asks readers to subscribe, share and comment
    "subscription-widget-wrap", "subscription-widget-wrap-editor", "subscription-widget",
    "subscribe-widget", "button-wrapper", "captioned-button-wrap", "install-substack-app-embed",
    "community-chat", "directMessage", "image-link-expand", "paywall-jump", "poll-embed",
    "header-anchor-parent", "header-anchor-widget",
)  # fmt: skip
EMBEDS: Mapping[str, str] = {  # classes of embeds, with the form of the address that they stand for
    "youtube-wrap": "https://www.youtube.com/watch?v={videoId}",
    "vimeo-wrap": "https://vimeo.com/{videoId}",
    "twitter-embed": "{url}",
    "tweet": "{url}",
    "digest-post-embed": "{canonical_url}",
    "embedded-post-wrap": "{url}",
    "embedded-publication-wrap": "{base_url}",
    "instagram-embed-wrap": "https://www.instagram.com/p/{instagram_id}/",
    "tiktok-wrap": "{url}",
    "spotify-wrap": "{url}",
    "apple-podcast-container": "{url}",
    "soundcloud-wrap": "{url}",
    "bandcamp-wrap": "{url}",
    "comment": "{url}",
    "prediction-market-wrap": "{url}",
    "datawrapper-wrap": "{url}",
}
GONE = re.compile(r"^https?://bucketeer-[^/]*/")  # a store whose pictures no longer answer
DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, RuntimeError,
    csv.Error,
)  # fmt: skip
TYPES = {"podcast": "a podcast", "thread": "a discussion thread", "video": "a video"}


@dataclass(slots=True)
class _Pack:
    """The files of an export by their paths, and how many more bytes may be read."""

    name: str
    archive: zipfile.ZipFile | None
    folder: Path
    left: int

    def read(self, path: str, most: int) -> str:
        """A file as text. Raises ProblemsFound for one that is larger than `most` bytes."""
        file = self.archive.open(path) if self.archive else open(self.folder / path, "rb")  # noqa: SIM115
        with file:
            content = file.read(min(most, self.left) + 1)
        self.left -= len(content)
        if len(content) > most or self.left < 0:
            raise _refusal(self.name, f"holds {path}, which is larger than any post")
        return content.decode("utf-8-sig", "replace")


def read_substack(source: str, most: int = MOST) -> Export:
    """Read an export. Of its files, only `posts.csv` and `posts/*.html` are opened.

    Raises ProblemsFound for what is no export, what is damaged or encrypted, and what unpacks to
    more than `most` bytes.
    """
    path = Path(source)
    try:
        if path.is_dir():
            return _export(_Pack(path.name, None, path, most), list(_names_in(path)))
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MOST_NAMES:
                raise _refusal(path.name, f"holds more than {MOST_NAMES:,} files")
            if any(it.flag_bits & 1 for it in archive.infolist()):
                raise _refusal(path.name, "is encrypted")
            pack = _Pack(path.name, archive, path.parent, most)
            return _export(pack, [it.filename for it in archive.infolist() if not it.is_dir()])
    except OSError as error:
        raise _refusal(path.name, f"cannot be read: {error.strerror or error}") from error
    except DAMAGES as error:
        raise _refusal(path.name, f"is damaged, or no ZIP file: {error}") from error


def _names_in(folder: Path) -> Iterator[str]:
    for path in [folder / LIST, *sorted((folder / "posts").glob("*"))]:
        if path.is_file() and not path.is_symlink() and not path.parent.is_symlink():
            yield path.relative_to(folder).as_posix()


def _refusal(name: str, what: str) -> ProblemsFound:
    hint = "in Substack, use Settings > Exports, and name the ZIP file it gives you"
    return ProblemsFound([Problem(name, 0, what, hint)])


def _export(pack: _Pack, names: list[str]) -> Export:
    lists = [it for it in names if PurePosixPath(it).name == LIST and _is_safe(it)]
    if not lists:
        raise _refusal(pack.name, f"is no Substack export: it has no {LIST}")
    base = min(lists, key=len).removesuffix(LIST)
    rows = {
        row.get("post_id") or "": row
        for row in csv.DictReader(io.StringIO(pack.read(f"{base}{LIST}", LARGEST_LIST), newline=""))
    }
    texts = {it for it in names if it.startswith(f"{base}posts/") and it.endswith(".html")}
    posts: list[Post] = []
    left_out: list[LeftOut] = []
    for number, row in rows.items():
        path = f"{base}posts/{number}.html"
        if path not in texts:
            title = row.get("title") or "untitled"
            left_out.append(LeftOut(f"{number}: {title}", "the export has no text of it"))
            continue
        texts.discard(path)
        posts.append(_post(path, number, row, pack.read(path, LARGEST_POST)))
    left_out += [LeftOut(it, f"it is not in {LIST}, so it has no title") for it in sorted(texts)]
    used = {f"{base}{LIST}", *(post.origin for post in posts), *texts}
    left_out += [LeftOut(it, _why_not(it, base)) for it in sorted(set(names) - used)]
    return Export(tuple(posts), tuple(left_out))


def _is_safe(path: str) -> bool:
    return ".." not in PurePosixPath(path).parts and not path.startswith("/") and "\\" not in path


def _why_not(path: str, base: str) -> str:
    if not _is_safe(path):
        return "its name leads out of the export"
    if path.endswith((".opens.csv", ".delivers.csv")):
        return "it says who opened a letter"
    if PurePosixPath(path).name.startswith("email_list"):
        return "it has the addresses of your readers"
    return "it is no post"


def _post(path: str, number: str, row: Mapping[str, str], html: str) -> Post:
    converted = _body(html)
    published = (row.get("is_published") or "").strip().lower() in ("true", "1")
    audience = (row.get("audience") or "everyone").strip()
    is_closed = audience not in ("everyone", "")
    slug = number.partition(".")[2]
    kind, podcast = row.get("type") or "newsletter", written_address(row.get("podcast_url") or "")
    body = (
        f"{converted.markdown}\n[{host_of(podcast)}]({podcast})\n"
        if podcast
        else converted.markdown
    )
    date = _moment(row.get("post_date") or "")
    remarks = [
        f"was {TYPES[kind]}; its text is here" if kind in TYPES else "",
        f"its sound became a link: {podcast}" if podcast else "",
        f"was for {_readers(audience)} only, and is a draft now" if is_closed else "",
        f"its date cannot be read: {row.get('post_date')}"
        if row.get("post_date") and not date
        else "",
        *converted.remarks,
    ]
    return Post(
        origin=path,
        title=" ".join((row.get("title") or "").split()),
        body=body,
        date=date,
        summary=" ".join((row.get("subtitle") or "").split()),
        slug=slug,
        addresses=(f"/p/{slug}",) if slug and published else (),
        draft=not published or is_closed,
        media=media_of(converted.media, on_the_web),
        remarks=tuple(Remark(0, it) for it in remarks if it),
    )


def _readers(audience: str) -> str:
    known = {
        "only_paid": "paying readers",
        "only_free": "readers who do not pay",
        "founding": "founding members",
    }
    return known.get(audience, f"the audience {audience}")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)


def _body(html: str) -> Converted:
    tree, is_whole = fragment(html)
    if not is_whole:
        return html_to_markdown(html)
    remarks: dict[str, None] = {}
    for element in with_class(tree, *FURNITURE):
        _drop(element, remarks)
    for name, form in EMBEDS.items():
        for element in with_class(tree, name):
            _link_to_embed(element, form, remarks)
    for image in tree.iter("img"):
        _settle_picture(image)
    made = tree_to_markdown(tree)
    return Converted(made.markdown, made.media, (*remarks, *made.remarks))


def _drop(element: HtmlElement, remarks: dict[str, None]) -> None:
    if element.getparent() is None:
        return
    words = " ".join("".join(element.itertext()).split())
    if words:
        remarks[f'a button was left out: "{words[:60]}"'] = None
    element.drop_tree()


def _link_to_embed(element: HtmlElement, form: str, remarks: dict[str, None]) -> None:
    given = json_attribute(element, "data-attrs")
    try:
        address = written_address(form.format_map({name: str(it) for name, it in given.items()}))
    except (KeyError, ValueError, IndexError):
        return
    if element.getparent() is None or not host_of(address):
        return
    title = given.get("title") or given.get("name")
    remarks[f"an embed became a link: {address}"] = None
    replace_by_link(element, address, str(title) if title else host_of(address))


def _settle_picture(image: HtmlElement) -> None:
    """Name the picture itself, not the copy that Substack makes for a page; where that is gone, the
    largest copy."""
    given = json_attribute(image, "data-attrs")
    source = str(given.get("src") or image.get("src") or "")
    copies = largest_first(image.get("srcset") or "")
    if GONE.match(source) and copies:
        source = copies[0]
    image.set("src", source)
    if not image.get("alt") and isinstance(given.get("alt"), str):
        image.set("alt", str(given["alt"]))
    for link in image.iterancestors("a"):
        if "image-link" in (link.get("class") or ""):
            link.attrib.pop("href", None)
