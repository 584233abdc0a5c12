"""What is added to a page while it is served: the script element that reloads and marks it."""

import re
from html import escape

SCRIPT, STYLE, EVENTS = "/-/preview.js", "/-/preview.css", "/-/events"
UNPUBLISHED = "/-/unpublished"
END_OF_HEAD = re.compile(rb"</head\s*>|<body[\s>]", re.IGNORECASE)
ADDED = re.compile(rb'<script src="(?:/[\w-]+)?/-/preview\.js" defer( data-\w+="[^"]*")*></script>')

FROM_ROOT = re.compile(rb'(\s(?:href|src|action)=["\']?)/(?!/)')


def below(html: bytes, folder: str) -> bytes:
    """A page whose links start at the root of the host, for a host where the site is in `folder`,
    such as `/key`."""
    return FROM_ROOT.sub(lambda it: it[1] + folder.encode() + b"/", html) if folder else html


def with_preview(html: bytes, tag: str, unpublished: str = "", folder: str = "") -> bytes:
    """An HTML page with one script element more, at the end of its head.

    `tag` is the page's fingerprint, by which the script knows whether the page is still what it
    should be. `unpublished` says why a build would leave the page out; it is empty for the others.
    `folder` is where the preview stands on its host.
    """
    values = {"tag": tag, "unpublished": unpublished}
    written = "".join(f' data-{name}="{escape(value)}"' for name, value in values.items() if value)
    script = f'<script src="{folder}{SCRIPT}" defer{written}></script>'.encode()
    found = END_OF_HEAD.search(html)
    place = found.start() if found else len(html)
    return html[:place] + script + html[place:]


def without_preview(html: bytes) -> bytes:
    """The page that `with_preview` was given: byte for byte what a build writes."""
    return ADDED.sub(b"", html, count=1)
