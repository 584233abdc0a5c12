"""Mails as they are made of a site: what is in them, how large they are, and what they are not."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.mailing.fitting import LIMIT, most_that_fits
from broadsheet.mailing.making import NoSuchEdition
from broadsheet.mailing.message import message_of
from broadsheet.problems import ProblemsFound
from tests.mailing.letters import DIGEST, SITE_YAML, made
from tests.pictures import picture
from tests.sites import ROOT, Site, article, found

Make = Callable[[str], Site]
GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = {"de": "Abbestellen", "es": "Darse de baja", "fr": "Se désabonner", "ja": "配信停止"}
LANGUAGES |= {
    "hi": "सदस्यता समाप्त करें",
    "zh-Hans": "退订",
    "ar": "إلغاء الاشتراك",
    "fa": "لغو اشتراک",
}


def test_mail_is_what_is_expected(site: Make, accept: bool) -> None:
    letter = made(site(DIGEST).root).letter
    files = {
        "edition.html": letter.html.encode(),
        "edition.txt": letter.text.encode(),
        "edition.eml": message_of(letter),
    }
    for name, content in files.items():
        if accept:
            (GOLDEN / name).write_bytes(content)
        assert content == (GOLDEN / name).read_bytes(), f"{name}: --accept if it is meant"


def test_mail_has_no_scripts_no_styles_from_elsewhere_and_whole_links(site: Make) -> None:
    page = made(site(DIGEST).root).letter.html
    assert found(page, "//script | //link | //iframe | //form | //@class[.='x']") == []
    assert all(it.startswith("https://") for it in found(page, "//@href"))
    assert found(page, "//style[contains(., 'prefers-color-scheme: dark')]")
    assert [it for it in found(page, "//p") if not it.get("style")] == []
    assert "data-address" not in page


def test_mail_says_its_encoding_within_the_first_kilobyte(site: Make) -> None:
    assert b'<meta charset="utf-8">' in made(site(DIGEST).root).letter.html.encode()[:1024]


def test_link_within_an_article_leads_to_the_article_on_the_site(site: Make) -> None:
    page = made(site(DIGEST).root).letter.html
    notes = [it for it in found(page, "//@href") if "#" in it]
    assert notes and all(
        it.startswith("https://example.org/news/2021/12/bridge.html#") for it in notes
    )


def test_text_is_that_of_the_site_with_the_way_out_at_its_end(site: Make) -> None:
    digest = site(DIGEST.replace("mail:", "editions: {files: [text]}\nmail:"))
    digest.build()
    text = made(digest.root).letter.text
    whole = digest.page("editions/2021-12-31.txt").removeprefix("\ufeff")
    assert text == f"{whole}\nUnsubscribe: https://example.org/leave?list=1&from=mail\n"
    assert made(digest.root, unsubscribe="").letter.text == whole


def test_name_that_a_list_host_fills_in_is_kept_and_braces_of_articles_are_not(site: Make) -> None:
    page = made(site(DIGEST).root, unsubscribe="{{ UnsubscribeURL }}").letter.html
    assert found(page, "//a[.='Unsubscribe']/@href") == ["{{ UnsubscribeURL }}"]
    assert page.count("{{") == 1
    assert "All of {{ it }}." in found(page, "string(/html/body)")


def test_mail_without_a_way_out_has_no_such_link(site: Make) -> None:
    letter = made(site(DIGEST).root, unsubscribe="").letter
    assert "Unsubscribe" not in letter.html + letter.text


def test_moment_is_that_of_the_newest_article(site: Make) -> None:
    assert made(site(DIGEST).root).letter.moment == datetime(2021, 12, 31, 7, tzinfo=UTC)


def test_mail_is_the_same_each_time(site: Make) -> None:
    root = site(DIGEST).root
    assert made(root) == made(root)


def test_subject_names_what_the_settings_ask_for(site: Make) -> None:
    asked = DIGEST.replace("mail:", "mail:\n  subject: '{site} {number}: {edition}, {first}'")
    assert made(site(asked).root).letter.subject == "The Test 7: The last day, A book"


def test_edition_is_found_by_its_key_or_a_day_in_it(site: Make) -> None:
    weekly = site(DIGEST.replace("mail:", "editions: {every: week}\nmail:")).root
    keys = {made(weekly, it).letter.key for it in ("latest", "2021-w52", "2021-12-29")}
    assert keys == {"2021-w52"}


@pytest.mark.parametrize(
    ("change", "key", "told"),
    [
        ("", "2021-12-30", "there is no edition 2021-12-30; did you mean 2021-12-31?"),
        ("", "soon", "there is no edition soon; known here: 2021-12-31, latest"),
        ("editions: {every: none}\n", "latest", "the site has no editions"),
    ],
)
def test_edition_that_is_not_there_is_named(site: Make, change: str, key: str, told: str) -> None:
    digest = DIGEST.replace("mail:", f"{change}mail:")
    if change:
        digest = re.sub(r"-- content/editions.*", "", digest, flags=re.DOTALL)
    with pytest.raises(NoSuchEdition, match=re.escape(told)):
        made(site(digest).root, key)


def test_mistakes_in_the_site_stop_the_mail(site: Make) -> None:
    with pytest.raises(ProblemsFound, match="world/bridge"):
        made(site(DIGEST.replace("../arts/book.md", "none.md")).root)


def test_what_the_edition_leaves_out_is_told(site: Make) -> None:
    more = f"-- content/world/d.md --\n{article('D', '2021-12-31', 'draft: true')}"
    remarks = made(site(DIGEST + more).root).remarks
    assert remarks[0] == "the edition leaves out drafts: content/world/d.md"
    assert "is not in public/" in remarks[1]


def test_week_that_is_not_over_is_told(site: Make) -> None:
    weekly = site(DIGEST.replace("mail:", "editions: {every: week}\nmail:"))
    weekly.build()
    assert made(weekly.root).remarks == ("the edition goes on until 2022-01-02",)


def test_pictures_are_whole_links_no_wider_than_the_mail(site: Make) -> None:
    digest = site(
        DIGEST.replace("via:", "image: {file: wide.png, alt: A wide river, credit: Ann}\nvia:")
    ).put("content/world/wide.png", picture(1200, 300))
    (image,) = found(made(digest.root).letter.html, "//img")
    assert image.get("src").startswith("https://example.org/news/media/world/wide-960")
    assert (image.get("width"), image.get("height")) == ("568", "142")
    assert image.get("alt") == "A wide river"


def test_html_of_articles_that_acts_is_not_in_a_mail(site: Make) -> None:
    acts = (
        '<p onclick="x()">Kept</p><script>x()</script><iframe src="https://v.example/1"></iframe>'
        '<form action="/x"><input></form><img src="data:image/png;base64,AA" alt="a dot">'
        '<a href="javascript:x()">here</a><video src="https://v.example/film.mp4"></video>'
        "<style>p { color: red }</style><svg><script>x()</script></svg>"
    )
    settings = "markdown: {raw_html: allow}\nmail:"
    digest = DIGEST.replace("mail:", settings).replace("All of {{ it }}.", acts)
    page = made(site(digest).root).letter.html
    assert not re.search(
        r"<script|<iframe|<form|<input|<video|<svg|onclick|javascript:|data:", page
    )
    assert {"https://v.example/1", "https://v.example/film.mp4"} <= set(found(page, "//@href"))
    assert "a dot" in page and "Kept" in page and "color: red" not in page


def of_many(count: int, words: int) -> str:
    """A digest of many articles of that many words in one edition."""
    many = [
        f"-- content/world/a{it:03}.md --\n"
        + article(f"Article {it}", f"2021-12-31 08:{it % 60:02}", "", "wörter " * words)
        for it in range(count)
    ]
    return f"-- site.yaml --\n{SITE_YAML}" + "".join(many)


@pytest.mark.parametrize(("count", "words"), [(60, 300), (2, 9000), (150, 20)])
def test_mail_stays_under_its_limit_and_leads_to_what_it_has_no_room_for(
    site: Make, count: int, words: int
) -> None:
    whole = made(site(of_many(count, words)).root)
    page = whole.letter.html
    assert LIMIT * 0.5 < len(page.encode()) <= LIMIT or count == 2
    assert "the mail would be over 75 kB" in whole.remarks[0]
    titles = found(page, "//h3")
    left = count - len(titles)
    assert left == 0 or f"{left} more articles on the site" in page
    shortened = found(page, "//a[.='Read on the site']")
    assert shortened or left
    assert page.count("wörter") == len(re.findall(r"\bwörter\b", page))  # none is cut


def test_most_that_fits_measures_what_it_finds() -> None:
    assert most_that_fits(lambda it: it * 10, 9, 1000) == 9
    assert most_that_fits(lambda it: it * 10, 9, 55) == 5
    assert most_that_fits(lambda it: 1 + it, 9, 0) == -1


def test_note_that_is_too_long_for_a_mail_is_a_problem(site: Make) -> None:
    long = DIGEST.replace("What the editor", f"{'words ' * 15_000} What the editor")
    with pytest.raises(ProblemsFound, match=r"editions/2021-12-31\.md: the mail is over 75 kB"):
        made(site(long).root)


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_speaks_the_language_of_the_site(site: Make, language: str) -> None:
    page = made(
        site(DIGEST.replace("language: en\n", f"language: {language}\n", 1)).root
    ).letter.html
    assert found(page, "/html/@lang") == [language]
    assert LANGUAGES[language] in page
    is_rtl = language in ("ar", "fa")
    assert found(page, "/html/@dir") == ["rtl" if is_rtl else "ltr"]
    starts = "right" if is_rtl else "left"
    assert f"text-align: {starts}" in found(page, "//td[contains(@class, 'row')]/@style")[1]


def test_arabic_edition_is_readable_as_a_mail(tmp_path: Path, site: Make) -> None:
    arabic = site("")
    for path in (ROOT / "tests/arabic").rglob("*"):
        if path.is_file():
            name = path.relative_to(ROOT / "tests/arabic").as_posix()
            arabic.put(name, path.read_bytes())
    letter = made(arabic.root).letter
    assert "Noto Naskh Arabic" in letter.html
    assert "base64" in message_of(letter).decode("ascii")


def test_mail_of_summaries_says_so_in_no_remark(site: Make) -> None:
    digest = site(DIGEST.replace("mail:", "editions: {content: summary}\nmail:"))
    digest.build()
    whole = made(digest.root)
    assert whole.remarks == ()
    assert "A book about" in whole.letter.html and "All of" not in whole.letter.html


@pytest.mark.parametrize("content", ["full", "summary"])
def test_article_without_a_title_has_its_words_once_in_a_mail(site: Make, content: str) -> None:
    short = "-- content/world/2021-12-31-b.md --\n---\nuntitled: true\n---\nThe bridge is open.\n"
    settings = f"{SITE_YAML}editions: {{content: {content}}}\n"
    letter = made(site(f"-- site.yaml --\n{settings}{short}").root).letter
    shown = found(letter.html, "string(//td[@role='main'])")
    assert (shown.count("The bridge is open."), letter.text.count("The bridge is open.")) == (1, 1)
    (day,) = found(letter.html, "//a[.='December 31, 2021']/@href")
    assert day == "https://example.org/news/2021/12/b.html"
