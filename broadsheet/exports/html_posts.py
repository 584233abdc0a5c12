"""What is the Markdown of a post that was written as HTML?"""

import re

from broadsheet.exports.html_to_markdown import html_to_markdown
from broadsheet.exports.posts import Remark

HTML = (".html", ".htm")
BODY = re.compile(r"<body\b[^>]*>(?P<inside>.*)</body\s*>", re.I | re.S)


def html_body(html: str) -> tuple[str, list[Remark]]:
    """The body of an HTML text, as a body of an article, and what was changed."""
    found = BODY.search(html)
    made = html_to_markdown(found["inside"] if found else html)
    said = ["its HTML became Markdown", *made.remarks]
    return made.markdown or "\n", [Remark(0, it) for it in said]
