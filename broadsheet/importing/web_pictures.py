"""Which pictures of the web do posts show, and what is each called on the new site?"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from html import unescape
from pathlib import Path
from posixpath import splitext
from urllib.parse import unquote, urljoin, urlsplit

from broadsheet.exports.html_cleaning import host_of
from broadsheet.exports.markdown_targets import replace_targets
from broadsheet.exports.posts import Export, LeftOut, Media, Post, StaticFile
from broadsheet.exports.shown_media import on_the_web, path_of
from broadsheet.images.pictures import SUFFIXES, is_picture
from broadsheet.importing.linking import media_path
from broadsheet.site.addresses import MEDIA, SHARED, is_media

FILE_NAMED = re.compile(rf"(?:{'|'.join(map(re.escape, MEDIA))})\b", re.IGNORECASE)
NOWHERE = "https://old-site.invalid/"
LONGEST_PATH = 200  # characters of a path; some systems take no more than 260 with all folders
OTHER_SUFFIX = re.compile(r"\.[A-Za-z]{2,5}")  # such as `.php`, which names no picture
BY_HAND = (
    "a file of the old site that is no picture is not fetched; save it while that site is there"
)
UNFETCHED = "a picture that could not be fetched stays a link"
# Where other systems keep the pictures of their users.
STORES = re.compile(
    r"(?:substackcdn\.com|substack-post-media\.s3\.amazonaws\.com|i[0-3]\.wp\.com"
    r"|[\w-]+\.files\.wordpress\.com|storage\.ghost\.io)"
)


@dataclass(frozen=True, slots=True)
class Held:
    """A picture that was fetched: where its bytes are, and its kind, such as `JPEG`."""

    file: Path
    kind: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What posts show that is on the web, by address: the origin of the first post with each."""

    pictures: Mapping[str, str]
    others: Mapping[str, str]


def is_own_host(host: str, site: str) -> bool:
    """Whether a host is the old site's own, whose address is `site`, or one that keeps pictures
    for its system."""
    return bool(host) and (host == host_of(site) or STORES.fullmatch(host) is not None)


def with_linked_files(export: Export) -> Export:
    """The export with the files of the old site that bodies name, such as a picture in full size
    that a post links to, among those that posts show."""
    site, local = export.site.url, {file.address for file in export.files}
    if not host_of(site):
        return export
    return replace(export, posts=tuple(_with_linked(it, site, local) for it in export.posts))


def _with_linked(post: Post, site: str, local: Collection[str]) -> Post:
    known = {it.reference for it in post.media}
    linked = [it for it in _linked(post, site, local) if it.reference not in known]
    return replace(post, media=(*post.media, *linked)) if linked else post


def _linked(post: Post, site: str, local: Collection[str]) -> Iterator[Media]:
    base = f"{site.rstrip('/')}{(post.addresses or ('/',))[0]}"
    folder = path_of(site).rstrip("/")
    for target in _targets(post):
        written = " ".join(unescape(target).split())
        address = _joined(base, written)
        path = path_of(address)
        is_ours = host_of(address) == host_of(site) and is_media(path)
        if is_ours and path.removeprefix(folder) not in local:
            yield Media(written, address)


def _targets(post: Post) -> Iterable[str]:
    """What a body names that may be a file, and the main picture."""
    targets: dict[str, None] = {}

    def note(target: str) -> str:
        targets[target] = None
        return target

    if FILE_NAMED.search(post.body):
        replace_targets(note, post.body)
    note(post.image)
    return targets


def homeless_picture(export: Export) -> str:
    """The first picture that posts name without a host, if the export does not say where its site
    is; else ""."""
    if export.site.url:
        return ""
    named = with_linked_files(replace(export, site=replace(export.site, url=NOWHERE)))
    places = (it.place for post in named.posts for it in post.media)
    return next(
        (path_of(it) for it in places if it.startswith(NOWHERE) and is_picture(path_of(it))), ""
    )


def _joined(base: str, target: str) -> str:
    try:
        return on_the_web(urljoin(base, target))
    except ValueError:
        return ""


def wanted(export: Export, without: Collection[str] = ()) -> Wanted:
    """What posts show that is on the web; `without` are origins of posts that do not count."""
    pictures: dict[str, str] = {}
    others: dict[str, str] = {}
    twins = twins_of(export)
    for post in export.posts:
        for media in post.media if post.origin not in without else ():
            address = one_form(media.place, twins)
            if address:
                path = path_of(address)
                found = others if is_media(path) and not is_picture(path) else pictures
                found.setdefault(address, post.origin)
    return Wanted(pictures, others)


def twins_of(export: Export) -> frozenset[str]:
    """The addresses that start with https, without that start."""
    places = (media.place for post in export.posts for media in post.media)
    return frozenset(
        _bare(it).removeprefix("https://") for it in places if it.startswith("https://")
    )


def one_form(place: str, twins: Collection[str]) -> str:
    """One form for the ways in which posts write an address: no fragment, and https where any of
    them says so; "" for what is none."""
    address = _bare(on_the_web(place))
    if address.startswith("http://") and address.removeprefix("http://") in twins:
        return f"https://{address.removeprefix('http://')}"
    return address


def _bare(address: str) -> str:
    return address.partition("#")[0]


def address_here(address: str, kind: str, site: str) -> str:
    """The address of a file on the new site for a picture of the web: as on the old site, or
    below the name of its host, with a suffix that says its kind."""
    parts = urlsplit(address)
    host = host_of(address)
    path = unquote(parts.path) if host == host_of(site) else f"/{host}{unquote(parts.path)}"
    stem, suffix = splitext(path)
    if SUFFIXES.get(suffix.casefold()) != kind:
        known = suffix.casefold() in SUFFIXES or OTHER_SUFFIX.fullmatch(suffix)
        stem = stem if known else path
        suffix = next(it for it, name in SUFFIXES.items() if name == kind)
    if parts.query:
        stem += f"-{_digest(parts.query)[:8]}"
    named = media_path(f"{stem.rstrip('/')}{suffix}")
    if not is_media(named) or len(named) > LONGEST_PATH:
        named = media_path(f"/{host}/{_digest(address)[:16]}{suffix}")
    return f"/{named.removeprefix(SHARED)}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def with_pictures(
    export: Export,
    linked: Export,
    held: Mapping[str, Held],
    known: Mapping[str, str],
    left_out: Collection[LeftOut],
    keeps_links: bool,
) -> Export:
    """The export with these pictures, by their addresses, as files that its posts show or link to.

    `linked` is the same export by `with_linked_files`. `known` are the paths that some of the
    pictures had after an earlier import. `left_out` are addresses of others. With `keeps_links`
    what is not held is linked to on the old site, however a post writes its address.
    """
    claimed = {file.address.casefold() for file in export.files}
    claimed |= {f"/{path.removeprefix(SHARED)}".casefold() for path in known.values()}
    files = []
    for address, it in held.items():
        if address in known:
            here = f"/{known[address].removeprefix(SHARED)}"
        else:
            here = _free(address_here(address, it.kind, export.site.url), claimed)
        claimed.add(here.casefold())
        files.append(StaticFile(address, here, it.file))
    twins = twins_of(linked)
    return replace(
        export,
        posts=tuple(
            _with_places(post, with_links.media, held, twins, keeps_links)
            for post, with_links in zip(export.posts, linked.posts, strict=True)
        ),
        files=(*export.files, *files),
        left_out=(*export.left_out, *left_out),
    )


def _free(address: str, claimed: Collection[str]) -> str:
    stem, suffix = splitext(address)
    number, free = 1, address
    while free.casefold() in claimed:
        number += 1
        free = f"{stem}-{number}{suffix}"
    return free


def _with_places(
    post: Post,
    all_media: Iterable[Media],
    held: Mapping[str, Held],
    twins: Collection[str],
    keeps_links: bool,
) -> Post:
    """A post that shows what is held."""
    shown = {it.reference for it in post.media}
    places = ((it, one_form(it.place, twins)) for it in all_media)
    media = tuple(
        replace(it, place=one) if one in held else it
        for it, one in places
        if keeps_links or one in held or it.reference in shown
    )
    return post if media == post.media else replace(post, media=media)
