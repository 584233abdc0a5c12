"""What a draft holds of a report, and that no build shows what the curator did not write."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.clipping.draft import Choices, draft_file, draft_path
from broadsheet.clipping.report import Report
from broadsheet.content.front_matter import read_front_matter, split_front_matter
from broadsheet.dates import Moment
from broadsheet.problems import ProblemLog
from tests.sites import SITE_YAML, make_site

MODES = ("sanitize", "allow", "escape")
MARK = "qzxmaterial"  # a word that stands in the material and nowhere else
REPORT = Report(
    name="Harbour Post",
    title="Bridge opens: a day late",
    authors=("Ann Lee", "Bo Ek"),
    day=date(2026, 3, 1),
    language="en",
    access="paywall",
    url="https://harbourpost.example/bridge?id=4",
    standfirst=f"The {MARK} bridge is open.",
    paragraphs=(f"The {MARK} ferry stops, said the port.", f"“We are {MARK} glad today,” said Ek."),
)
HOSTILE = (
    "--> <script>alert(1)</script> and some more words here",
    "--!> ends a comment, as --> and ---> and -- > do in some parsers",
    "---",
    "```\ncode that opens and stays open\n",
    "<!-- another comment and <![CDATA[ that ]]> <?php echo 1 ?> here",
    "[//]: # (a definition) that ends with brackets) and (more",
    "&#8; &#0; &lt;script&gt; a control written as a reference",
    "<<<<<<< ours\n=======\n>>>>>>> theirs of a merge",
    "[^1]: a footnote and [a link](javascript:alert(1)) in Markdown",
    "</div></article><h1>not ours</h1> at all, it is hostile",
    "a line\u2028another\u2029third\x00\x1b[31m and \u202ereversed words",
)


def choices(raw_html: str = "sanitize") -> Choices:
    return Choices("world", Moment(datetime(2026, 3, 2, tzinfo=UTC), False), raw_html=raw_html)


def test_draft_credits_the_report() -> None:
    text = draft_file(REPORT, choices(), "https://web.archive.org/web/20260302000000/x")
    log = ProblemLog("x.md")
    split = split_front_matter(text, log)
    assert split
    meta = read_front_matter(split.front_matter, log, UTC)
    assert meta and meta.draft
    (source,) = meta.sources
    assert (source.name, source.title, source.author) == (
        "Harbour Post",
        "Bridge opens: a day late",
        ("Ann Lee", "Bo Ek"),
    )
    assert (str(source.date), source.language, source.access) == ("2026-03-01", "en", "paywall")
    assert source.url == "https://harbourpost.example/bridge?id=4"
    assert source.archive == "https://web.archive.org/web/20260302000000/x"


def test_draft_asks_for_a_headline_of_ones_own() -> None:
    assert "# The title is the report's. Write your own" in draft_file(REPORT, choices())


def test_draft_without_an_address_shows_what_to_complete() -> None:
    text = draft_file(Report(title="Bridge: open", name="Post"), choices())
    assert "# sources:\n# - name: Post\n#   title: 'Bridge: open'\n#   url: https://…" in text


def test_place_for_own_words_is_empty_and_above_the_material() -> None:
    body = draft_file(REPORT, choices()).split("\n---\n", 1)[1]
    own, _, material = body.partition("<!--")
    assert own.strip() == ""
    assert "Standfirst:" in material and "“We are" in material and "(said Ek)" in material


@pytest.mark.parametrize("mode", MODES)
def test_no_build_shows_the_material(mode: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, "")
    (tmp_path / "site.yaml").write_text(f"{SITE_YAML}markdown:\n  raw_html: {mode}\n", "utf-8")
    hostile = Report(
        title="A hostile report that was clipped",
        url="https://example.org/hostile",
        name="Post",
        standfirst=f"{HOSTILE[0]} {MARK}",
        paragraphs=tuple(f"{it} {MARK} {it}" for it in HOSTILE),
    )
    for report in (REPORT, hostile):
        path = draft_path(report, choices(mode))
        text = draft_file(report, choices(mode)).replace("\n---\n", "\n---\nMy own words.\n", 1)
        site.write(f"-- {path} --\n{text}")
    report_of_build = site.build(as_of="2026-04-01", drafts=True)
    tree = site.tree()
    assert [path for path, content in tree.items() if MARK.encode() in content] == []
    assert [path for path, content in tree.items() if b"alert(1)" in content] == []
    assert not any("HTML" in it.text or "left out" in it.text for it in report_of_build.warnings)
    assert "My own words." in site.page("2026/03/bridge-opens-a-day-late.html")


@pytest.mark.parametrize("mode", MODES)
@given(
    texts=st.lists(
        st.one_of(
            st.text(), st.sampled_from(HOSTILE), st.text("-<>!`[]()&#;\\ \n'\"", max_size=30)
        ),
        max_size=4,
    )
)
def test_no_material_gets_into_the_text(mode: str, texts: list[str]) -> None:
    from broadsheet.text.markup import convert

    paragraphs = tuple(f"{it} {MARK} one two three four five {it}" for it in texts)
    report = Report(title="A title", url="https://example.org/", paragraphs=paragraphs)
    log = ProblemLog("x.md")
    split = split_front_matter(draft_file(report, choices(mode)), log)
    assert split
    made = convert(split.body, "x.md", "en", mode, split.body_line, log)
    assert made.html.strip() == "" and made.body.words == 0 and not made.body.links
    assert log.problems == [] and log.warnings == []


@given(text=st.text(min_size=1), more=st.text())
def test_nothing_a_page_says_gets_out_of_its_key(text: str, more: str) -> None:
    report = Report(
        title=text, name=more, authors=(text, more), url="https://example.org/a", language="en"
    )
    log = ProblemLog("x.md")
    written = draft_file(report, choices())
    split = split_front_matter(written, log)
    assert split
    meta = read_front_matter(split.front_matter, log, UTC)
    known = {"title", "draft", "sources", "date"}
    assert meta is None or set(meta.lines) <= known | {"sources.0"}


def test_path_stays_in_its_section() -> None:
    for title in ("../../etc/passwd", "C:\\con", "a/b\x00c", "‮evil", "." * 300, "日" * 300):
        path = draft_path(Report(title=title), choices())
        assert path.startswith("content/world/2026-03-02-") and path.count("/") == 2
        assert ".." not in path and len(path.rsplit("/")[-1].encode()) < 200
