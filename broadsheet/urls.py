"""Slugs, permalinks and addresses: the file of an address, and links between addresses.

An address is a path on the site with a leading slash, not percent-encoded, such as
`/2021/08/kabul-falls.html`. An address that ends in a slash means the `index.html` in that folder.
"""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from string import Formatter
from urllib.parse import quote, urlsplit

from broadsheet.fingerprint import of_value

SLUG_BYTES = 120  # leaves room for a date, a suffix and a temporary name in 255
SIGNS = ((r"^\.(?=\w)", "dot"), (r"(?<=[\w+])\+", "p"), (r"(?<=\w)#", "sharp"))
# Signs that change how a character looks but not what it is: a soft hyphen, the variation
# selectors after an emoji, the box of a keycap.
ADORNMENTS = re.compile("[\u00ad\u20dd-\u20e0\u20e2-\u20e4\ufe00-\ufe0f\U000e0100-\U000e01ef]")

PLACEHOLDERS: Mapping[str, Callable[[date, str, str], str]] = {
    "year": lambda day, slug, section: f"{day.year:04}",
    "month": lambda day, slug, section: f"{day.month:02}",
    "day": lambda day, slug, section: f"{day.day:02}",
    "slug": lambda day, slug, section: slug,
    "section": lambda day, slug, section: section,
}
ASCII_SIGNS = re.compile("[^a-z0-9]+")  # what is in no word, of a text in lower case
OTHER_SIGNS = re.compile(r"[^\0-\x7f]+|[\[\]]")  # that a path must write as %5B and so on


@lru_cache(maxsize=10_000)
def slugify(text: str) -> str:
    """`text` as a part of an address: letters and digits of any script, joined by hyphens.

    Signs are spelled out where they matter, as in `C++`, `C#` and `.NET`. The result is never empty
    and at most 120 bytes long.
    """
    plain = unicodedata.normalize("NFKC", ADORNMENTS.sub("", text))
    folded = plain.casefold().lower().strip()  # casefold alone turns Cherokee into capitals
    for sign, word in SIGNS:
        folded = re.sub(sign, word, folded)
    slug = (ASCII_SIGNS.sub("-", folded) if folded.isascii() else _hyphenated(folded)).strip("-")
    if not slug:
        return f"x-{of_value(text)[:8]}"
    return slug if len(slug.encode()) <= SLUG_BYTES else _cut(slug)


def _hyphenated(folded: str) -> str:
    kept = "".join(char if _in_word(char) else "-" for char in unicodedata.normalize("NFC", folded))
    return re.sub("-+", "-", kept)


def _in_word(char: str) -> bool:
    # Marks belong to words: to Unicode, the vowel signs of Devanagari are not letters. The
    # zero-width non-joiner separates the halves of Persian words, and so it does here.
    return unicodedata.category(char)[0] in "LNM"


def _cut(slug: str) -> str:
    digest = of_value(slug)[:8]
    head = slug.encode()[: SLUG_BYTES - len(digest) - 1].decode(errors="ignore")
    return f"{head.strip('-')}-{digest}"


def permalink(pattern: str, day: date, slug: str, section: str) -> str:
    """The address that `pattern`, such as `/{year}/{month}/{slug}.html`, gives an article."""
    values = {name: value(day, slug, section) for name, value in PLACEHOLDERS.items()}
    path = posixpath.normpath(pattern.format(**values)).strip("/")  # // if there is no section
    return f"/{path}/" if pattern.endswith("/") else f"/{path}"


def pattern_fault(pattern: str) -> str:
    """What is wrong with a permalink pattern, or nothing."""
    try:
        found = [part[1:] for part in Formatter().parse(pattern) if part[1] is not None]
    except ValueError:
        return "has a brace without its partner"
    names = [name for name, _, _ in found]
    unknown = [name for name in names if name not in PLACEHOLDERS]
    if unknown:
        return f"has the unknown placeholder {{{unknown[0]}}}"
    if any(form or conversion for _, form, conversion in found):
        return "has a placeholder with more than a name in its braces"
    if "slug" not in names:
        return "has no {slug}, so all articles would share one address"
    return address_fault(pattern.format(**dict.fromkeys(PLACEHOLDERS, "x")))


def address_fault(address: str) -> str:
    """What is wrong with an address that a person wrote, or nothing.

    The address may not leave the site: no host, no `..`, no backslash, nothing that a browser
    or a file system could read as more than a path.
    """
    if not address.startswith("/") or address.startswith("//"):
        return "must start with one slash: it is a path on this site"
    if any(unicodedata.category(char)[0] == "C" or char in '\\?#%:*"<>|' for char in address):
        return "has a character that addresses cannot have"
    parts = address[1:].removesuffix("/").split("/")
    if any(part in ("", ".", "..") for part in parts):
        return "must not hold empty parts, . or .."
    if any(part.startswith(".") for part in parts):
        return "must not hold a hidden part, one that starts with a dot"
    if any(len(part.encode()) > SLUG_BYTES + 80 for part in parts):
        return "is too long for a file name"
    return ""


def output_path(address: str) -> str:
    """The file that holds an address, relative to the output folder."""
    return (f"{address}index.html" if address.endswith("/") else address).lstrip("/")


def address_of(path: str) -> str:
    """The address that a file of the output folder holds."""
    return folder_address(f"/{path}")


def file_address(address: str) -> str:
    """The address with the name of its file, so that it works straight from disk too."""
    return f"{address}index.html" if address.endswith("/") else address


def folder_address(address: str) -> str:
    """The address without `index.html` at its end, as every web host serves it."""
    return address.removesuffix("index.html") if address.endswith("/index.html") else address


def collision_key(address: str) -> str:
    """A key that is equal for addresses which a file system or a reader may confuse."""
    file = file_address(address)
    return file.lower() if file.isascii() else unicodedata.normalize("NFC", file).casefold()


def relative(here: str, there: str) -> str:
    """A link from the page at `here` to the one at `there`, percent-encoded, with its file name."""
    target, _, fragment = there.partition("#")
    anchor = f"#{quote(fragment)}" if fragment else ""
    if anchor and file_address(target) == file_address(here):
        return anchor
    return relative_from(here[: here.rindex("/") + 1], target) + anchor


def relative_from(folder: str, target: str) -> str:
    """A link, as `relative` makes it, from any page in a folder to the page at `target`. The
    folder ends in a slash."""
    shared, there = _quoted(folder), _quoted(file_address(target))
    up = ""
    while shared and not there.startswith(shared):
        shared = shared[: shared.rfind("/", 0, -1) + 1]
        up += "../"
    return up + there[len(shared) :]


@lru_cache(maxsize=10_000)  # a page is linked to from many folders
def _quoted(path: str) -> str:
    return quote(path)


@lru_cache(maxsize=4_000)  # feeds, books and files name the same pages by whole addresses
def absolute(base: str, address: str) -> str:
    """The full web address: the site's base URL with the address, percent-encoded, without
    `index.html` at its end."""
    target, _, fragment = address.partition("#")
    return (
        base.rstrip("/")
        + quote(folder_address(target))
        + (f"#{quote(fragment)}" if fragment else "")
    )


def rooted(base: str, address: str) -> str:
    """A link that works from any folder of the host in `base`, as a 404 page needs it."""
    return urlsplit(absolute(base, file_address(address)))._replace(scheme="", netloc="").geturl()


def uri(address: str) -> str:
    """An address in any script with signs of ASCII alone, as feeds must name it (RFC 3987, 3.1).

    A host is written as the network knows it (RFC 3490), and brackets only around one.
    """
    if not OTHER_SIGNS.search(address):
        return address
    scheme, slashes, rest = address.partition("://")
    if not slashes:
        return OTHER_SIGNS.sub(_coded, address)
    host, *path = re.split("(?=[/?#])", rest, maxsplit=1)
    return f"{scheme}://{_network_name(host)}{OTHER_SIGNS.sub(_coded, ''.join(path))}"


def _coded(signs: re.Match[str]) -> str:
    return quote(signs[0])


def _network_name(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:  # no name that can be registered
        return OTHER_SIGNS.sub(_coded, host)
