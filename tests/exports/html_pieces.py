"""Random HTML of all shapes that a converter meets, and the words that readers see of it."""

import re
from html import escape

from hypothesis import strategies as st
from lxml import etree

from broadsheet.problems import ProblemLog
from broadsheet.text.fragment import fragment
from broadsheet.text.markup import convert

TYPED = str.maketrans("“”‘’", "\"\"''")
SIGNS = st.sampled_from(
    r"""
    * ** *** _ __ ` `` \ \\ [ ] ![ ]( ) ( < > & &amp; &copy; :// http://e.org/a_b <b> </b> <a@e.org>
    <!-- --> <? # ## ### !!! note | : [^1] [^1]: {#i} {.c} {: ===== ----- - -- --- + +++ ~ ~~~ ~~~~
    1. 12. 1) = == *[x]: [x]: /u ! 'q' "q" é 字 word wo_rd snake_case_x 2*3*4 1.5 C# C++ klzzwxh:0
    <div> </div> <script> <pre> [TOC] http://e.org $x$ \* \[ &#42; &lt ;
    """.split()
    + [" ", "  ", "\n", "\t", "    ", "\u00a0", "- ", "1. ", "# ", "> ", ": ", "a", "b"]
)
WORDS = st.lists(SIGNS | st.text("ab *_`[<&\\|", max_size=3), min_size=1, max_size=6).map("".join)
TEXTS = WORDS.map(lambda it: escape(it, quote=False))
INLINE_TAGS = st.sampled_from("em strong b i code sup sub del q span u mark kbd".split())


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, max_size=3).map("".join)
    return (
        st.builds(lambda tag, it: f"<{tag}>{it}</{tag}>", INLINE_TAGS, some)
        | some.map(lambda it: f'<a href="https://e.org/a_(b)*?x=1&amp;copy=2">{it}</a>')
        | st.just("<br>")
    )


INLINE = st.recursive(TEXTS, _around, max_leaves=5)
LINES = st.lists(INLINE, min_size=1, max_size=3).map("".join)
TABLES = st.lists(st.lists(LINES, min_size=2, max_size=2), min_size=2, max_size=3).map(
    lambda rows: (
        "<table>"
        + "".join(
            "<tr>"
            + "".join(f"<{'td' if place else 'th'}>{it}</{'td' if place else 'th'}>" for it in row)
            + "</tr>"
            for place, row in enumerate(rows)
        )
        + "</table>"
    )
)
LEAVES = (
    LINES.map(lambda it: f"<p>{it}</p>")
    | LINES.map(lambda it: f"<h3>{it}</h3>")
    | WORDS.map(lambda it: f'<pre><code class="language-py">{escape(it)}</code></pre>')
    | LINES.map(lambda it: f"<div>{it}</div>")
    | LINES.map(lambda it: f"<dl><dt>{it}</dt><dd>{it}</dd></dl>")
    | LINES.map(lambda it: f'<figure><img src="a.jpg"><figcaption>{it}</figcaption></figure>')
    | LINES
    | TABLES
    | st.just("<hr>")
)


def _blocks_around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, min_size=1, max_size=3)
    items = st.sampled_from(["ul", "ol"])
    return (
        some.map(lambda it: f"<blockquote>{''.join(it)}</blockquote>")
        | st.builds(
            lambda tag, its: f"<{tag}>{''.join(f'<li>{it}</li>' for it in its)}</{tag}>",
            items,
            some,
        )
        | some.map("".join)
    )


PAGES = st.recursive(LEAVES, _blocks_around, max_leaves=8)


def words(html: str) -> str:
    """The words of HTML as readers see them, without blanks, with quotes and dots as typed."""
    tree = fragment(html).tree
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    text = "".join(tree.itertext()).translate(TYPED).replace("…", "...")
    return re.sub(r"[\s\x1c-\x1f\u200b\ufeff]", "", text)


def shown(markdown: str) -> str:
    """The words that readers see of a Markdown text, likewise."""
    log = ProblemLog("x.md")
    made = convert(markdown, "a", "en", "sanitize", 1, log)
    assert log.problems == []
    return words(made.html)
