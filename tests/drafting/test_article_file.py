"""What is written as front matter reads back as the very values that were given."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.front_matter import read_front_matter, split_front_matter
from broadsheet.drafting.article_file import Value, article_file
from broadsheet.problems import ProblemLog

words = st.text(st.characters(blacklist_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Z"]), min_size=1)
phrases = st.lists(words, min_size=1, max_size=5).map(" ".join)


def read(text: str) -> tuple[object, str]:
    """The front matter and the body of a file, which has no mistake."""
    log = ProblemLog("x.md")
    split = split_front_matter(text, log)
    assert split is not None
    meta = read_front_matter(split.front_matter, log, UTC)
    assert log.problems == []
    return meta, split.body


def test_front_matter_looks_as_a_person_would_type_it() -> None:
    front_matter: dict[str, Value] = {
        "title": "Bridge opens: a day late",
        "date": date(2026, 1, 5),
        "updated": datetime(2026, 1, 5, 8, 30, tzinfo=UTC),
        "tags": ["Bridges", "no"],
        "summary": "",
        "sources": [{"name": "The Harbour", "url": "https://example.org/a?b=1#c", "title": ""}],
        "draft": True,
    }
    assert article_file(front_matter, "\nText.\n") == (
        "---\n"
        "title: 'Bridge opens: a day late'\n"
        "date: 2026-01-05\n"
        "updated: 2026-01-05 08:30+00:00\n"
        "tags: [Bridges, 'no']\n"
        "sources:\n"
        "- name: The Harbour\n"
        "  url: https://example.org/a?b=1#c\n"
        "draft: true\n"
        "---\n\nText.\n"
    )


def test_text_from_outside_cannot_end_the_front_matter() -> None:
    text = article_file({"title": "A\n---\nlead: true\u2028x\x00y"}, "")
    assert text == "---\ntitle: 'A --- lead: true x y'\n---\n"


@given(phrases, phrases, st.lists(phrases, max_size=3, unique=True))
def test_every_text_reads_back(title: str, summary: str, tags: list[str]) -> None:
    meta, body = read(article_file({"title": title, "summary": summary, "tags": tags}, "Text.\n"))
    assert (meta.title, meta.summary) == (title, summary)  # type: ignore[attr-defined]
    assert set(meta.tags) <= set(tags)  # type: ignore[attr-defined]
    assert body.strip() == "Text."
