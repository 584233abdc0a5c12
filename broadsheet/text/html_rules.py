"""Which HTML an article's body may hold: elements, attributes, and schemes of links."""

LINK_SCHEMES = frozenset(
    "http https mailto tel sms geo irc ircs xmpp matrix magnet news ftp".split()
)
TAGS = frozenset(
    """
    a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl
    dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp
    small span strong sub summary sup table tbody td tfoot th thead time tr u ul var video wbr
    """.split()
)
ATTRIBUTES = {
    "*": frozenset(["id", "class", "lang", "dir", "title"]),
    "a": frozenset(["href", "hreflang"]),
    "img": frozenset(["src", "alt", "width", "height", "loading"]),
    "audio": frozenset(["src", "controls"]),
    "video": frozenset(["src", "controls", "width", "height"]),
    "td": frozenset(["colspan", "rowspan", "headers"]),
    "th": frozenset(["colspan", "rowspan", "headers", "scope", "abbr"]),
    "col": frozenset(["span"]),
    "colgroup": frozenset(["span"]),
    "ol": frozenset(["start", "type", "reversed"]),
    "li": frozenset(["value"]),
    "time": frozenset(["datetime"]),
    "del": frozenset(["datetime"]),
    "ins": frozenset(["datetime"]),
    "details": frozenset(["open"]),
}
RENAMED = {  # elements that are obsolete or not allowed, with their replacements
    "h1": "h2", "center": "div", "font": "span", "tt": "code", "strike": "s", "big": "span",
    "acronym": "abbr", "dir": "ul", "section": "div", "article": "div", "aside": "div",
    "header": "div", "footer": "div", "main": "div", "nav": "div", "address": "div",
    "nobr": "span",
}  # fmt: skip
LINKED_INSTEAD = frozenset(["iframe", "embed", "object", "source", "track"])
WORDLESS = frozenset(["script", "style"])  # removed with their content
EMBEDS = frozenset(["img", "audio", "video"])  # loaded by the page, so only from this site
