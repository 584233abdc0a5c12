"""Texts with front matter as many people write it, for the laws of editing."""

from dataclasses import dataclass

from hypothesis import strategies as st

KEYS = ("title", "date", "tags", "summary", "sources", "story", "via", "draft", "extra", "aliases")
letters = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"],
    exclude_characters="\ufeff",
)
ODD = st.sampled_from(
    [
        "no",
        "1.10",
        "2026-01-31",
        "a: b",
        "# x",
        "a #b",
        "- a",
        "?",
        "[a]",
        "{a",
        "'",
        '"',
        "\\",
        "~",
    ]
    + ["null", "=", "x,y", "C#", "a:", ":a", "!t", "&a", "*a", "%x", "@a", "`a", "|", ">-", "12:30"]
    + ["https://example.org/?a=1&b=2#c", "القاهرة", "東京", "a  b", " a", "b ", "---", "<<", "0x1f"]
)
words = st.one_of(ODD, st.text(letters, max_size=12))
lines = st.lists(words, min_size=1, max_size=3).map("\n".join)
mappings = st.dictionaries(
    st.sampled_from(["name", "url", "title", "no", "a b", "language"]), words, max_size=3
)
values = st.one_of(
    words,
    lines,
    st.booleans(),
    st.lists(words, max_size=4),
    mappings,
    st.lists(mappings, max_size=3),
)


@dataclass(frozen=True)
class Chunk:
    """A key with its lines, or comments and blank lines, which have no key."""

    key: str
    text: str


# Each is a way to write a value, after `KEY`.
FORMS = (
    *(
        ": Plain words",
        ": 'It''s'  # why",
        ': "a: \\"b\\""',
        ":",
        ":   # nothing yet",
        ": 2026-01-31",
    ),
    *(
        ": true",
        ": yes # so",
        ": words\n  that go on\n  here   # and a remark",
        ": |\n  One\n\n  two",
    ),
    *(
        ": >- # folded\n  A text that\n  goes on.",
        ": |+\n  kept\n\n",
        ": |2-\n    indented\n  less",
    ),
    *(": [a, 'b', \"c d\"]", ": []", ": [a,b ,  c]  # spaced", ": [\n  a, # first\n  b,\n  ]"),
    *(":\n  - a\n  - b  # the b", ":\n- a\n# between\n- 'b'", ":  # these\n\n  - a\n\n  - b"),
    *(
        ": {name: A, url: 'https://a.example/?x=1'}",
        ": {}",
        ": {name: A,\n  url: b}",
        ":\n  on the next",
    ),
    ":\n  - name: A # aa\n    url: https://a.example/?x=1\n  # 2\n  - name: B\n    title: 'x: y'",
    ":\n- {name: A, url: b}  # one\n- {name: C}",
    ":\n  name: A\n  # inside\n  url: b # end",
    ":\n  -\n    name: A\n    url: b\n  -   name: C\n      author: [x, y]",
    ":\n  a:\n    b: [c]\n    d:\n      - e: f\n  g:",
    ' : "spaced"',
)
BETWEEN = ("# A comment\n", "\n", "  # indented\n", "# title: was here\n", "\n\n# two\n")


@st.composite
def chunks(draw: st.DrawFn) -> list[Chunk]:
    """Front matter, in its parts."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=6))
    found: list[Chunk] = []
    for key in keys:
        between = draw(st.lists(st.sampled_from(BETWEEN), max_size=2))
        form = draw(st.sampled_from(FORMS))
        if {"|", ">"} & set("".join(it.text for it in found)):  # it could get a text's own line
            between = [it for it in between if it.startswith("#")]
        found += [*(Chunk("", it) for it in between), Chunk(key, f"{key}{form}\n")]
    return found


ENDS = ("\n", "\r\n", "\r")
BODIES = ("", "Text.\n", "\n\nText\n---\n\n# Not a comment", "\n<!-- kept -->\n")


def whole(parts: list[Chunk], body: str, end: str, mark: str) -> str:
    """A file of these parts."""
    text = f"---\n{''.join(it.text for it in parts)}---\n{body}"
    return mark + text.replace("\n", end)
