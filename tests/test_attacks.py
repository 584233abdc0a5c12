"""What comes from outside cannot act: it ends as harmless text, or as a problem."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import html

from broadsheet.problems import ProblemLog, ProblemsFound
from broadsheet.text.markup import convert
from broadsheet.text.typography import typeset
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
SCRIPT = "<script>alert(1)</script>"
QUOTED = f"'{SCRIPT}\"onmouseover=\"alert(1)'"
BODIES = [
    SCRIPT,
    "<img src=x.png onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "<svg onload=alert(1)><a xlink:href='javascript:x'>y</a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src='https://evil.example/'></iframe>",
    "<object data='https://evil.example/x'></object>",
    "<form action='https://evil.example/'><input name=a></form>",
    "<style>body{background:url(https://evil.example)}</style>",
    "<p style='background:url(https://evil.example)'>x</p>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script>-->",
    "<div id=_top class=x>y</div>",
    "text{: onclick=alert(1) style=color:red }",
    "# Heading {: onclick=alert(1) }",
    "<video src=https://evil.example/x.mp4 autoplay></video>",
    "<img srcset='https://evil.example/x 1x'>",
    "![x](https://evil.example/pixel.png)",
]
HARMLESS_ATTRIBUTES = {
    "id", "class", "lang", "dir", "title", "href", "hreflang", "src", "alt", "width", "height",
    "loading", "controls", "colspan", "rowspan", "headers", "scope", "abbr", "span", "start",
    "type", "reversed", "value", "datetime", "open",
}  # fmt: skip


def faults(body: str) -> list[str]:
    """What in a body could act: elements, attributes and addresses that no article may have."""
    tree = html.fragment_fromstring(body, create_parent="div")
    found = []
    for element in tree.iterdescendants():
        tag = str(element.tag)
        if tag in ("script", "style", "iframe", "object", "embed", "form", "input", "link", "meta"):
            found.append(tag)
        found += [f"{tag} {name}" for name in element.attrib if name not in HARMLESS_ATTRIBUTES]
        address = (element.get("href") or element.get("src") or "").strip().lower()
        if address.startswith(("javascript", "data:", "vbscript")):
            found.append(address)
        if tag in ("img", "video", "audio") and ":" in address:
            found.append(address)
    return found


@pytest.mark.parametrize("body", BODIES)
def test_body_cannot_act(body: str) -> None:
    made = convert(body, "key", "en", "sanitize", 1, ProblemLog("x.md"))
    assert faults(made.html) == []


@pytest.mark.parametrize("body", BODIES)
def test_escaped_body_cannot_act(body: str) -> None:
    made = convert(body, "key", "en", "escape", 1, ProblemLog("x.md"))
    assert faults(made.html) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (SCRIPT, "a <script> was left out"),
        ("[x](javascript:alert(1))", "the link javascript:alert(1) was left out"),
        ("![x](https://evil.example/p.png)", "a remote <img> became a link"),
        ("<iframe src='https://v.example/1'></iframe>", "a remote <iframe> became a link"),
    ],
)
def test_what_is_left_out_of_a_body_is_said_with_its_line(body: str, said: str) -> None:
    report = ProblemLog("x.md")
    convert(f"One.\n\n{body}\n", "key", "en", "sanitize", 5, report)
    assert [(it.line, it.text.startswith(said)) for it in report.warnings] == [(7, True)]


@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*BODIES, "\n\n", "*", "[", "]", "(", "`", ">", "word"])))
def test_no_mixture_of_attacks_acts(parts: list[str]) -> None:
    made = convert("".join(parts), "key", "en", "sanitize", 1, ProblemLog("x.md"))
    assert faults(made.html) == []


def test_script_in_any_field_of_the_front_matter_ends_as_text(site: Make) -> None:
    more = "\n".join(
        [
            f"tags: [{QUOTED}]",
            f"summary: {QUOTED}",
            f"author: {QUOTED}",
            f"section: {QUOTED}",
            "sources:",
            f"  - {{name: {QUOTED}, title: {QUOTED}, url: 'https://example.org/?a=1&b=2'}}",
            f"via: {{name: {QUOTED}}}",
            f"corrections: [{{date: 2021-02-01, text: {QUOTED}}}]",
        ]
    )
    made = site(f"-- content/a/x.md --\n{article(QUOTED, '2021-01-01', more)}")
    made.build()
    for path in made.public.rglob("*.html"):
        page = html.parse(path)
        assert not page.xpath(
            "//script[not(@type='application/ld+json') and not(@src)]|//@onmouseover"
        ), path
    whole = html.parse(made.public / "2021/01/x.html")
    (data,) = whole.xpath("//script[not(@src)]/text()")
    assert json.loads(data)["headline"] == typeset(QUOTED.strip("'"), "en")
    assert "</" not in data and "<!--" not in data
    assert whole.getroot().text_content().count("alert(1)") > 10
    assert b"<script>" not in b"".join(made.tree().values())


def test_script_in_settings_ends_as_text(site: Make) -> None:
    text = SITE_YAML.replace("The Test", QUOTED).replace("News for tests.", QUOTED)
    made = site(f"-- site.yaml --\n{text}-- content/a/x.md --\n{article('X', '2021-01-01')}")
    made.build()
    assert b"<script>" not in b"".join(made.tree().values())


def everything(made: Site) -> list[Path]:
    """All files and folders in and around a site but for its memory."""
    memory = made.root / ".broadsheet"
    paths = sorted(made.root.parent.rglob("*"))
    return [path for path in paths if path != memory and memory not in path.parents]


@pytest.mark.parametrize(
    "more",
    [
        "slug: ../../outside",
        "slug: /etc/outside",
        "aliases: [/../outside.html]",
        "aliases: ['https://evil.example/']",
        "aliases: ['//evil.example/']",
        "aliases: ['/a/../../outside.html']",
        "aliases: ['/%2e%2e/outside.html']",
        'aliases: ["/a\\\\..\\\\outside.html"]',
        "image: {file: ../../../outside.png, alt: x}",
        "id: ''\nimage: {file: /etc/passwd, alt: x}",
    ],
)
def test_path_out_of_the_site_is_a_problem_and_nothing_is_written(site: Make, more: str) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', more)}")
    before = everything(made)
    with pytest.raises(ProblemsFound):
        made.build()
    assert everything(made) == before


@pytest.mark.parametrize("word", ["../../outside", "..", "/etc/passwd", "a/../../../b", "\\..\\c"])
def test_tag_or_section_never_leads_out_of_the_site(site: Make, word: str) -> None:
    made = site(
        f"-- content/a/x.md --\n{article('X', '2021-01-01', f'tags: [{word!r}]')}"
        f"-- content/a/y.md --\n{article('Y', '2021-01-01', f'section: {word!r}')}"
    )
    made.build()
    outside = [
        path
        for path in made.root.parent.rglob("*")
        if path.is_file()
        and not path.is_relative_to(made.public)
        and not path.is_relative_to(made.root / ".broadsheet")
    ]
    assert sorted(path.name for path in outside) == ["site.yaml", "x.md", "y.md"]


def test_every_page_forbids_what_it_does_not_need(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', 'aliases: [/old/]')}")
    made.build()
    for path in made.public.rglob("*.html"):
        (policy,) = html.parse(path).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy
