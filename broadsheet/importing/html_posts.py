"""What is the Markdown of a post that was written as HTML?"""

import re

from broadsheet.importing.posts import Remark

HTML = (".html", ".htm")
BODY = re.compile(r"<body\b[^>]*>(?P<inside>.*)</body\s*>", re.I | re.S)


def html_body(html: str) -> tuple[str, list[Remark]]:
    """The body of an HTML text, as a body of an article, and what was changed."""
    found = BODY.search(html)
    inside = found["inside"] if found else html
    return inside.strip() + "\n", [Remark(0, "its HTML was kept as it is")]
