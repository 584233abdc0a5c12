"""Who is not credited is named, and whose words stand as the curator's own."""

from broadsheet.content.front_matter import Source
from tests.desk.drafts import CREDIT, draft, one, report, said

TEXT = (
    "The bridge over the river was closed for good on Monday, and nobody knows when it will open."
)


def test_draft_without_sources_is_told_to_credit_the_first_report() -> None:
    suggestion = one(draft(sources=[]), [report(TEXT)], "no-credit")
    assert (suggestion.said, suggestion.value) == ("Credit The Wire", "https://wire.example/1")


def test_draft_without_sources_and_reports_is_told_too() -> None:
    assert len(said(draft(sources=[]), kind="no-credit")) == 1


def test_source_without_a_name_or_an_address_is_named() -> None:
    sources = [CREDIT, Source("", "https://b.example/"), Source("C", " "), Source("", "")]
    assert said(draft(sources=sources), kind="bare-credit") == [
        "The source https://b.example/ has no name",
        "The source C has no address",
        "The source number 4 has no name and no address",
    ]


def test_report_whose_words_are_used_without_credit_is_named() -> None:
    reports = [report("Nothing."), report(TEXT, publisher="The Post", number=2)]
    drafted = draft(body="So the bridge over the river was closed.")
    suggestion = one(drafted, reports, "uncredited-report")
    assert suggestion.said == "Credit The Post too"
    assert suggestion.value == "https://wire.example/2"
    assert "“the bridge over the river was closed”" in suggestion.because


def test_report_that_alone_has_a_figure_is_named() -> None:
    reports = [report("Many."), report("Some 1,189 people.", publisher="The Post", number=2)]
    suggestion = one(draft(summary="It was 1189 people."), reports, "uncredited-report")
    assert "1189" in suggestion.because


def test_report_is_credited_under_another_form_of_its_address() -> None:
    sources = [CREDIT, Source("The Post", "http://www.wire.example/2/?utm_source=x")]
    reports = [report("Many."), report(TEXT, publisher="The Post", number=2)]
    drafted = draft(body="So the bridge over the river was closed.", sources=sources)
    assert said(drafted, reports, "uncredited-report") == []


def test_report_of_the_group_that_is_not_used_needs_no_credit() -> None:
    reports = [report("Many were there."), report(TEXT, publisher="The Post", number=2)]
    assert said(draft(body="A bridge is shut."), reports, "uncredited-report") == []


def test_title_of_a_report_is_not_the_curators_own() -> None:
    reports = [report(TEXT, title="Bridge closed for good, says mayor")]
    for title in ("Bridge closed for good, says mayor", "Bridge Closed for Good – Says Mayor"):
        assert len(said(draft(title=title), reports, "reports-title")) == 1
    for title in ("Mayor shuts the bridge", ""):
        assert said(draft(title=title), reports, "reports-title") == []


def test_title_of_a_credited_report_counts_too() -> None:
    drafted = draft(
        title="Bridge closed", sources=[Source("A", "https://a.example/", "Bridge closed")]
    )
    assert "of A" in one(drafted, [], "reports-title").because


def test_words_without_quotation_marks_are_shown() -> None:
    suggestion = one(draft(body=f"So {TEXT}"), [report(TEXT)], "copied")
    assert "18 words" in suggestion.because
    assert said(draft(body=f"He wrote: “{TEXT}”"), [report(TEXT)], "copied") == []


def test_text_that_is_mostly_the_reports_is_told() -> None:
    long = f"{TEXT} It was built in the year of the flood by those who lived on the far bank then."
    long += " They paid for it with what they had and asked for nothing in return from anyone."
    suggestion = one(draft(body=f"> {long}\n\nSo it is."), [report(long)], "quotation")
    assert suggestion.said.startswith("94 per cent")
    assert said(draft(body=f"“{TEXT}”"), [report(TEXT)], "quotation") == []
