"""Where does each post stand: its section, file and slug, and the addresses that lead to it?"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from posixpath import basename, splitext
from zoneinfo import ZoneInfo

from broadsheet.content.notes import FIELDS
from broadsheet.dates import day_in_name
from broadsheet.exports.posts import Post, Remark
from broadsheet.files import CONTENT
from broadsheet.site.addresses import page_address
from broadsheet.urls import (
    address_fault,
    collision_key,
    folder_address,
    pattern_fault,
    permalink,
    slugify,
)

NO_SECTION = "news"  # also what the engine writes for {section} where an article has none
RESERVED = frozenset([*FIELDS, "media", "site-root"])
NOT_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.I)
DEFAULT_PATTERN = "/{year}/{month}/{slug}.html"


@dataclass(frozen=True, slots=True)
class Place:
    """A post in its place: the path of its file, its slug, and its new address; `aliases` are old
    addresses that differ from it."""

    post: Post
    path: str
    slug: str
    address: str
    aliases: tuple[str, ...] = ()


def day_of(moment: date | datetime, zone: ZoneInfo) -> date:
    """The day on which a moment falls in a zone."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def section_key(section: str) -> str:
    """The folder of a section."""
    key = slugify(section) if section else NO_SECTION
    return f"{key}-news" if key in RESERVED or NOT_ON_WINDOWS.match(key) else key


def old_slug(post: Post) -> str:
    """The slug that keeps a post's old address if a permalink can say it."""
    last = splitext(post.addresses[0].rstrip("/"))[0] if post.addresses else ""
    named = day_in_name(basename(last))[1] or basename(last)
    return slugify(named or post.slug or post.title)


def likely_pattern(posts: Sequence[Post], zone: ZoneInfo) -> str:
    """The permalink pattern that keeps the addresses of the most posts; the default if none keeps
    any."""
    counts: Counter[str] = Counter()
    for post in posts:
        if post.date and post.addresses and not post.is_page:
            day = day_of(post.date, zone)
            counts.update(_patterns(post, day))
    fits = [(count, pattern) for pattern, count in counts.items() if not pattern_fault(pattern)]
    return max(fits, key=lambda it: (it[0], it[1]), default=(0, DEFAULT_PATTERN))[1]


def _patterns(post: Post, day: date) -> Iterator[str]:
    """The patterns that give a post its own first address: with its section, and without."""
    address, slug, key = post.addresses[0], old_slug(post), section_key(post.section)
    parts = {f"{day.year:04}": "{year}", f"{day.month:02}": "{month}"}
    *folders, last = address.rstrip("/")[1:].split("/")
    stem, suffix = splitext(last)
    forms = {slug: "{slug}", f"{day}-{slug}": "{year}-{month}-{day}-{slug}"}
    if stem not in forms or "{" in address or "}" in address:
        return
    end = f"{forms[stem]}{suffix}" + ("/" if address.endswith("/") else "")
    for extra in ({}, {key: "{section}"}):
        names, left = [], {**parts, **extra}
        for folder in folders:
            name = left.pop(folder, "")
            if not name and "{month}" in names and folder == f"{day.day:02}":
                name = "{day}"
            names.append(name or folder)
        pattern = "/" + "/".join([*names, end])
        if permalink(pattern, day, slug, key) == address:
            yield pattern


def place_all(
    posts: Sequence[Post], pattern: str, zone: ZoneInfo, known: Mapping[str, str],
    taken: Collection[str], taken_addresses: Collection[str] = (),
) -> list[Place]:  # fmt: skip
    """Every post in a place of its own. `known` are the paths that posts got before, by origin;
    `taken` are paths that no post may have, `taken_addresses` the keys of such addresses."""
    claimed = {path.casefold() for path in (*taken, *known.values())}
    claimed_addresses = set(taken_addresses)
    places = []
    for post in posts:
        make = _place_page if post.is_page else _place_article
        place = make(post, pattern, zone, known.get(post.origin, ""), claimed, claimed_addresses)
        claimed.add(place.path.casefold())
        claimed_addresses.add(collision_key(place.address))
        places.append(place)
    return _with_aliases(places, claimed_addresses)


def _place_article(
    post: Post, pattern: str, zone: ZoneInfo, known: str, claimed: Collection[str],
    addresses: Collection[str],
) -> Place:  # fmt: skip
    assert post.date is not None
    day, wanted = day_of(post.date, zone), old_slug(post)
    section = known.split("/")[1] if known else section_key(post.section)
    slug, address = next(
        (slug, address)
        for slug in _numbered(wanted)
        for address in [permalink(pattern, day, slug, section)]
        if collision_key(address) not in addresses and not _hides(address, post)
    )
    path = known or next(
        path
        for name in _numbered(
            wanted if _hides(permalink(pattern, day, wanted, section), post) else slug
        )
        for path in [f"{CONTENT}/{section}/{day}-{name}.md"]
        if path.casefold() not in claimed
    )
    if slug != wanted:
        text = f"its slug became {slug}, as another article has the address of {wanted}"
        if _hides(permalink(pattern, day, wanted, section), post):
            text = f"its slug became {slug}, so that its old address with capitals leads to it"
        post = replace(post, remarks=(*post.remarks, Remark(0, text)))
    return Place(post, path, slug, address)


def _hides(address: str, post: Post) -> bool:
    """Whether an address differs from an old one of the post only in capitals: a host of files
    cannot have both, so nothing could lead from the old one to it."""
    olds = [old if old.endswith("/") or splitext(old)[1] else f"{old}/" for old in post.addresses]
    alike = [old for old in olds if collision_key(old) == collision_key(address)]
    return bool(alike) and folder_address(address) not in map(folder_address, alike)


def _place_page(
    post: Post, pattern: str, zone: ZoneInfo, known: str, claimed: Collection[str],
    addresses: Collection[str],
) -> Place:  # fmt: skip
    address = post.addresses[0] if post.addresses else f"/{post.slug or slugify(post.title)}"
    names = [slugify(part) for part in splitext(address)[0].split("/") if part] or ["page"]
    names = [f"{it}-page" if NOT_ON_WINDOWS.match(it) else it for it in names]
    key = known.removeprefix(f"{CONTENT}/pages/").removesuffix(".md") or next(
        key
        for key in _numbered("/".join(names))
        if f"{CONTENT}/pages/{key}.md".casefold() not in claimed
        and collision_key(page_address(key)) not in addresses
        and not _hides(page_address(key), post)
    )
    return Place(post, f"{CONTENT}/pages/{key}.md", key, page_address(key))


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in range(2, 100_000):
        yield f"{name}-{number}"


def _with_aliases(places: Sequence[Place], claimed: set[str]) -> list[Place]:
    done = []
    for place in places:
        aliases, remarks = [], []
        for old in dict.fromkeys(place.post.addresses):
            address = old if old.endswith("/") or splitext(old)[1] else f"{old}/"
            why = _why_not(address, place.address, claimed)
            if why:
                remarks.append(Remark(0, f"its old address {old} is not kept: {why}"))
            elif folder_address(old) != folder_address(place.address):
                claimed.add(collision_key(address))
                aliases.append(old)
        post = replace(place.post, remarks=(*place.post.remarks, *remarks))
        done.append(replace(place, post=post, aliases=tuple(aliases)))
    return done


def _why_not(old: str, new: str, claimed: Collection[str]) -> str:
    """Why an old address cannot lead to a new one; nothing if it can, or is the same."""
    if folder_address(old) == folder_address(new):
        return ""
    if fault := address_fault(old):
        return f"it {fault}"
    if collision_key(old) == collision_key(new):
        return f"it differs from {new} only in capitals"
    return "something else has it" if collision_key(old) in claimed else ""


def name_slug(path: str) -> str:
    """The slug that the name of an article's file gives it."""
    return slugify(day_in_name(splitext(basename(path))[0])[1])
