"""Links between articles, by the names of their files, and to media beside them."""

import re
from collections.abc import Callable

import pytest

from broadsheet.problems import ProblemsFound
from tests.pictures import picture
from tests.sites import Site, article

Make = Callable[[str], Site]


def linking(site: Make, target: str, *others: str) -> Site:
    """A site whose article `content/world/2021-01-01-a.md` links to the target."""
    made = site(f"-- content/world/2021-01-01-a.md --\n{article('A', '2021-01-01', body=target)}")
    for path in others:
        if path.endswith(".md"):
            text = article(path, "2021-01-02", body="## Part one\n\nText.")
            made.write(f"-- {path} --\n{text}")
        else:
            made.write(f"-- {path} --\nbytes\n")
    return made


@pytest.mark.parametrize(
    ("target", "other", "href"),
    [
        ("[x](2021-01-02-b.md)", "content/world/2021-01-02-b.md", "b.html"),
        ("[x](2021-01-02-b.md)", "content/arts/2021-01-02-b.md", "b.html"),
        ("[x](../arts/2021-01-02-b.md)", "content/arts/2021-01-02-b.md", "b.html"),
        ("[x](/arts/2021-01-02-b.md)", "content/arts/2021-01-02-b.md", "b.html"),
        ("[x](2021-01-02-b.md#part-one)", "content/world/2021-01-02-b.md", "b.html#part-one"),
        ("[x](<2021-01-02-b c.md>)", "content/world/2021-01-02-b c.md", "b-c.html"),
        ("[x](2021-01-02-b%20c.md)", "content/world/2021-01-02-b c.md", "b-c.html"),
        ("[x](/tags.html)", "content/x/b.md", "../../tags.html"),
        ("[x](/)", "content/x/b.md", "../../index.html"),
        ("[x](report.pdf)", "content/world/report.pdf", "../../media/world/report.pdf"),
        ("[x](report.pdf)", "content/media/report.pdf", "../../media/report.pdf"),
        ("[x](/media/report.pdf)", "content/media/report.pdf", "../../media/report.pdf"),
        ("[x](https://e.org/?a=1&b=2)", "content/x/b.md", "https://e.org/?a=1&amp;b=2"),
        ("[x](//e.org/y)", "content/x/b.md", "https://e.org/y"),
        ("[x](mailto:desk@e.org)", "content/x/b.md", "mailto:desk@e.org"),
    ],
)
def test_link_leads_where_it_says(site: Make, target: str, other: str, href: str) -> None:
    path = other.replace(" ", "_")
    made = linking(site, target, path)
    (made.root / path).rename(made.root / other)
    made.build()
    assert f'<a href="{href}">x</a>' in made.page("2021/01/a.html")


def test_name_that_two_files_have_is_a_problem_that_names_both(site: Make) -> None:
    made = linking(site, "[x](b.md)", "content/arts/b.md", "content/media-news/b.md")
    made.write(f"-- content/media-news/b.md --\n{article('B', '2021-03-02')}")
    with pytest.raises(ProblemsFound) as found:
        made.build()
    assert [str(it) for it in found.value.problems] == [
        "content/world/2021-01-01-a.md:5: the link b.md could mean content/arts/b.md or"
        " content/media-news/b.md\n    write the folder too: /world/name.md"
    ]


def test_picture_beside_the_article_is_copied_and_shown(site: Make) -> None:
    made = linking(site, "![A bridge](b.png)")
    made.put("content/world/b.png", picture()).put("content/media/unused.jpg", picture(kind="JPEG"))
    made.build()
    assert 'alt="A bridge" src="../../media/world/b.png"' in made.page("2021/01/a.html")
    assert (made.public / "media/world/b.png").read_bytes() == picture()
    assert (made.public / "media/unused.jpg").is_file()
    assert 'src="https://example.org/media/world/b.png"' in made.page("feed.xml")


def test_picture_of_the_front_matter_is_shown_with_its_words(site: Make) -> None:
    more = "image: {file: b.png, alt: A bridge, caption: It opens., credit: Ann Lee}"
    made = site(f"-- content/world/a.md --\n{article('A', '2021-01-01', more)}")
    made.put("content/media/b.png", picture()).build()
    page = made.page("2021/01/a.html")
    assert '<img src="../../media/b.png" alt="A bridge" width="8" height="6"' in page
    assert "It opens." in page and "Ann Lee" in page


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("2021-01-02-strike-ends.md", "did you mean 2021-01-02-harbour-strike-ends.md?"),
        ("2021-01-02-harbour-strike-ends", "did you mean 2021-01-02-harbour-strike-ends.md?"),
        ("2020-05-06-nothing-like-it.md", "write the file's name"),
        ("2021-01-02-floods-recede.md", "write the file's name"),
        ("2021-01-02-harbuor-strike-ends.md", "did you mean 2021-01-02-harbour-strike-ends.md?"),
    ],
)
def test_link_to_no_article_names_the_one_that_was_meant(
    site: Make, target: str, hint: str
) -> None:
    made = linking(site, f"[x]({target})", "content/world/2021-01-02-harbour-strike-ends.md")
    made.put("content/world/2021-01-02-harbour-strike-ends.png", picture())
    with pytest.raises(ProblemsFound, match=re.escape(hint)):
        made.build()


@pytest.mark.parametrize(
    ("target", "place", "meant"),
    [
        ("bridg.png", "content/world/bridge.png", "bridge.png"),
        ("bridge.jpg", "content/world/bridge.png", "bridge.png"),
        ("photos/bridg.png", "content/world/photos/bridge.png", "photos/bridge.png"),
        ("bridg.png", "content/media/bridge.png", "bridge.png"),
        ("bridge.png", "content/city/bridge.png", "/city/bridge.png"),
    ],
)
def test_picture_that_is_not_there_names_the_one_that_was_meant(
    site: Make, target: str, place: str, meant: str
) -> None:
    made = site(f"-- content/world/a.md --\n{article('A', '2021-01-01')}![A bridge]({target})\n")
    made.put(place, picture())
    with pytest.raises(ProblemsFound, match=re.escape(f"did you mean {meant}?")):
        made.build()
    made.write(f"-- content/world/a.md --\n{article('A', '2021-01-01')}![A bridge]({meant})\n")
    assert made.build().articles_out == 1


def test_picture_that_is_like_none_is_told_where_to_put_it(site: Make) -> None:
    made = site(f"-- content/world/a.md --\n{article('A', '2021-01-01')}![A map](map.png)\n")
    made.put("content/world/bridge.png", picture())
    with pytest.raises(ProblemsFound, match=re.escape("put it beside a.md")):
        made.build()
