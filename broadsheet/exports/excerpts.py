"""What is the summary of a text that marks where its excerpt ends?"""

from broadsheet.problems import ProblemLog
from broadsheet.text.html_as_text import html_as_text
from broadsheet.text.markup import convert

LONGEST = 600  # characters; a longer excerpt is no summary


def words_of(markdown: str) -> str:
    """The words of a Markdown text, on one line."""
    made = convert(markdown, "", "en", "sanitize", 1, ProblemLog(""))
    return html_as_text(made.html)


def summary_before(mark: str, body: str) -> str:
    """The words before the mark in a body; nothing if it has no mark, or they are too many or are
    one paragraph, which is the summary anyway."""
    before, found, _ = body.partition(mark) if mark else ("", "", "")
    if not found or "\n\n" not in before.strip() or len(before) > 4 * LONGEST:
        return ""
    words = words_of(before)
    return words if len(words) <= LONGEST else ""
