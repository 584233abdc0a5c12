"""Pictures in text-only pages: links by their words, whatever stands in these."""

import pytest

from broadsheet.text.text_only import pictures_as_links


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '<p>See <img src="a.png" alt="A map" width="8"> here.</p>',
            '<p>See <a href="a.png">A map</a> here.</p>',
        ),
        ('<p><img src="a.png" alt=""></p>', '<p><a href="a.png">a.png</a></p>'),
        (
            '<picture><source type="image/webp" srcset="a.webp 480w"><img alt="A" src="a.png">'
            "</picture> after",
            '<a href="a.png">A</a> after',
        ),
        (
            '<a href="b.html"><img src="a.png" alt="A"></a>',
            '<a href="b.html"><span>A</span></a>',
        ),
        (
            '<img alt="a > b <script>alert(1)</script>" src="a.png">',
            '<a href="a.png">a &gt; b &lt;script&gt;alert(1)&lt;/script&gt;</a>',
        ),
        ("<p>None &amp; nothing</p>", "<p>None &amp; nothing</p>"),
        (
            '<p>é &amp; &lt;b&gt;<br>x<wbr>y</p><img src="a.png?b=1&amp;c=2" alt="&quot;">',
            '<p>é &amp; &lt;b&gt;<br>x<wbr>y</wbr></p><a href="a.png?b=1&amp;c=2">"</a>',
        ),
    ],
)
def test_picture_becomes_a_link_by_its_words(before: str, after: str) -> None:
    assert pictures_as_links(before) == after
