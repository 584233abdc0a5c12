"""What looks like a mistake and is none is left alone, in several languages and scripts."""

from collections.abc import Callable

import pytest

from tests.checking.examined import said
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]


def of_one(site: Make, check: str, more: str = "", body: str = "Text.", title: str = "X") -> int:
    """How much a check finds in an article of Thursday, 30 December 2021."""
    return len(
        said(site(f"-- content/a/x.md --\n{article(title, '2021-12-30', more, body)}"), check)
    )


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("Monday, 27 December 2021", 0),
        ("Monday, 28 December 2021", 1),
        ("Monday, December 28th, 2021", 1),
        ("on Monday the 28th of December", 1),
        ("Thursday, 3 February", 0),
        ("Friday, 3 February", 1),  # soon, so it is that of 2022
        ("Friday, 26 November", 0),  # past, so it may be that of any year
        ("Monday, 28 December 2020", 0),
        ("Monday, 31 February 2021", 0),  # no such day: another mistake, and not ours to find
        ("Monday, 28 December 1905", 0),  # Russia had another calendar then
        ("Monday, 28 December 2564", 0),  # as Thailand counts years
        ("Monday, 28 December 1964, to 30", 0),
        ("Monday, 28 December 1965", 1),
        ("Cybermonday, 28 December 2021", 0),
        ("`Monday, 28 December 2021`", 0),
        ("<!-- Monday, 28 December 2021 -->\n\nText.", 0),
        ("Monday. 28 December 2021", 0),
    ],
)
def test_weekday_is_judged_only_where_the_date_is_certain(
    site: Make, body: str, count: int
) -> None:
    assert of_one(site, "wrong-weekday", body=body) == count


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("de", "Am Donnerstag, dem 30. Dezember 2021", "Am Montag, 30. Dezember 2021"),
        ("de-AT", "Donnerstag, 6. Jänner 2022", "Montag, 6. Jänner 2022"),
        ("fr", "le jeudi 30 décembre 2021", "le lundi 30 décembre 2021"),
        ("es", "el jueves, 30 de diciembre de 2021", "el lunes 30 de diciembre de 2021"),
        ("ru", "четверг, 30 декабря 2021", "понедельник, 30 декабря 2021"),
        ("ar", "الخميس، 30 ديسمبر 2021", "الاثنين 30 ديسمبر 2021"),
        ("ja", "2021年12月30日(木)", "12月30日(月曜日)"),
        ("zh", "2021年12月30日,星期四", "12月30日(周一)"),
        ("ko", "2021년 12월 30일 목요일", "12월 30일(월)"),
    ],
)
def test_weekday_is_judged_in_the_language_of_the_article(
    site: Make, language: str, right: str, wrong: str
) -> None:
    assert of_one(site, "wrong-weekday", f"language: {language}", right) == 0
    assert of_one(site, "wrong-weekday", f"language: {language}", wrong) == 1


@pytest.mark.parametrize(
    ("language", "body", "count"),
    [
        ("en", "They had had enough, and that that is so is clear.", 0),
        ("en", "The `code` the reader sees; [the](x.md) the.", 0),
        ("en", "    the the\n", 0),
        ("en", "the\n\nthe", 0),
        ("en", "The The played; so did THE THE.", 1),
        ("de", "Die, die die Brücke bauten, und und das.", 1),
        ("fr", "nous nous voyons de de temps", 1),
        ("id", "orang orang", 0),
        ("ja", "そのその", 0),
    ],
)
def test_word_is_double_only_where_it_never_is_right(
    site: Make, language: str, body: str, count: int
) -> None:
    assert of_one(site, "double-word", f"language: {language}", body) == count


@pytest.mark.parametrize(
    ("lone", "other", "is_told"),
    [
        ("Bridges", "bridge", True),
        ("open source", "Open-Source", True),
        ("secureboot", "secure boot", True),
        ("Goverment", "Government", True),
        ("サーバ", "サーバー", True),
        ("中国", "中央", False),
        ("日本銀行", "日本橋銀", False),
        ("Iran", "Iraq", False),
        ("Mali", "Malta", False),
        ("Niger", "Nigeria", False),
        ("Python 3.11", "Python 3.12", False),
        ("election-2020", "election-2024", False),
        ("immigration", "emigration", False),
        ("inflation", "deflation", False),
        ("C++", "C", False),
        ("C#", "C", False),
    ],
)
def test_tag_looks_like_another_if_it_is_a_slip(
    site: Make, lone: str, other: str, is_told: bool
) -> None:
    pages = [article("X", "2021-12-30", f"tags: ['{lone}']")]
    pages += [article(str(it), "2021-12-29", f"tags: ['{other}']") for it in range(2)]
    text = "".join(f"-- content/a/{number}.md --\n{it}" for number, it in enumerate(pages))
    assert bool(said(site(text), "similar-tag")) == is_told


def test_newer_one_of_two_tags_is_the_slip(site: Make) -> None:
    made = site(
        f"-- content/a/x.md --\n{article('X', '2021-12-30', 'tags: [Service]')}"
        f"-- content/a/y.md --\n{article('Y', '2021-12-29', 'tags: [Services]')}"
    )
    (line,) = said(made, "similar-tag")
    assert line.startswith("content/a/x.md:4: only this article has the tag Service")


def test_two_tags_with_a_note_each_are_meant_to_be_two(site: Make) -> None:
    made = site(
        f"-- content/a/x.md --\n{article('X', '2021-12-30', 'tags: [Service]')}"
        f"-- content/a/y.md --\n{article('Y', '2021-12-30', 'tags: [Services]')}"
    )
    assert len(said(made, "similar-tag")) == 1
    for key, title in (("service", "Service"), ("services", "Services")):
        made.write(f"-- content/tags/{key}.md --\n---\ntitle: {title}\n---\n")
    assert said(made, "similar-tag") == []


@pytest.mark.parametrize(
    ("title", "count"),
    [("NATO OTAN", 0), ("UNESCO", 0), ("大きな橋が開通しました", 0), ("МОСТ ОТКРЫТ СЕГОДНЯ", 1)],
)
def test_title_in_capitals_needs_small_letters_to_be_wrong(
    site: Make, title: str, count: int
) -> None:
    assert of_one(site, "capital-title", "slug: x", title=title) == count


@pytest.mark.parametrize(
    ("alt", "count"),
    [
        ("bridge", 0),
        ("A bridge at night", 0),
        ("Photo of the bridge", 0),
        ("The file b.png in an editor", 0),
        ("photo", 1),
        ("DSC 0042", 1),
        ("bridge-2.JPG", 1),
    ],
)
def test_alternative_text_may_be_one_word(site: Make, alt: str, count: int) -> None:
    body = f"![{alt}](https://e.org/bridge.png)"
    assert of_one(site, "file-name-alt", body=body) == count


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("[here in Kabul](https://e.org)", 0),
        ("[ here… ](https://e.org)", 1),
        ("[hier][1]\n\n[1]: https://e.org", 1),
        ("![here](https://e.org/x.png)", 0),
        ("`[here](x)`", 0),
        ("[こちら](https://e.org)", 1),
    ],
)
def test_link_is_vague_if_it_has_no_other_words(site: Make, body: str, count: int) -> None:
    assert of_one(site, "vague-link", body=body) == count


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("## A\n\n### B\n\n## C\n\n### D\n", 0),
        ("### A\n\n### B\n", 0),
        ("A\n=\n\n### B\n", 1),
        ("A\n-\n\n#### B\n", 1),
        ("## A\n\n```\n#### B\n```\n", 0),
        ("#1 is no heading\n\n### B\n", 0),
    ],
)
def test_heading_may_rise_by_any_number_of_levels(site: Make, body: str, count: int) -> None:
    assert of_one(site, "skipped-heading", body=body) == count


def test_summary_may_say_what_the_text_goes_on_to_say(site: Make) -> None:
    more = "summary: A bridge opened on Monday after ten years of work."
    body = "The first cars crossed the river at noon. A bridge opened on Monday."
    assert of_one(site, "repeated-summary", more, body) == 0


def test_summary_of_two_sentences_repeats_the_first(site: Make) -> None:
    more = "summary: The bridge over the river opened. It took ten years."
    body = "The bridge over the river opened. People were glad."
    assert of_one(site, "repeated-summary", more, body) == 1


def test_closed_story_may_be_quiet(site: Make) -> None:
    made = site(
        f"-- content/a/x.md --\n{article('X', '2021-10-01', 'story: bridge')}"
        "-- content/stories/bridge.md --\n---\ntitle: The bridge\n---\n"
    )
    assert said(made, "quiet-story")[0].startswith("content/stories/bridge.md: the story bridge")
    made.write("-- content/stories/bridge.md --\n---\ntitle: The bridge\nclosed: true\n---\n")
    assert said(made, "quiet-story") == []
    made.write("-- content/stories/bridge.md --\n---\ntitle: The bridge\nclosed: false\n---\n")
    made.write(f"-- site.yaml --\n{SITE_YAML}checks: {{quiet_days: 93}}\n")
    assert said(made, "quiet-story") == []


def test_correction_in_a_script_without_spaces_is_not_counted_by_words(site: Make) -> None:
    more = "corrections: [{date: 2021-12-31, text: 誤:十日。正:九日。}]"
    assert of_one(site, "thin-correction", more) == 0
