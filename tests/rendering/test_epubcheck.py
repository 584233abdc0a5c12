"""EPUBCheck, the checker of the W3C, finds nothing in books: of every kind, in every language."""

import shutil
from pathlib import Path

import pytest

from broadsheet.files import DATA
from tests.books import checked
from tests.pictures import picture
from tests.sites import ROOT, SITE_YAML, Site, article, make_site
from tests.sizes import SIZE

LATER = "2024-06-01"  # when every correction of the sample was made
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
OF_LANGUAGES = sorted(it.name for it in (DATA / "locale").iterdir() if it.is_dir())
LANGUAGES = ("en", *(it.replace("_", "-") for it in OF_LANGUAGES))
FOREIGN = f"language: ar\n{MORE}"
# Each book takes the checker seconds: `make test` gives it one, `make test-all` all of them.
SITES = ("sample", "arabic", *LANGUAGES) if SIZE > 1 else ("en",)
pytestmark = pytest.mark.whole


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


@pytest.mark.parametrize("name", SITES)
def test_books_are_sound(name: str, tmp_path: Path, java: str) -> None:
    samples = {"sample": ROOT, "arabic": ROOT / "tests/arabic"}
    folder = tmp_path / "site"
    made = sample(folder, samples[name]) if name in samples else small(folder, name)
    made.build(as_of=LATER)
    books = sorted(made.public.rglob("*.epub"))
    assert len(books) >= 3
    assert checked(java, books if SIZE > 1 else [made.public / "editions/2021-08-20.epub"]) == {}
