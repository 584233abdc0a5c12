"""A Pelican site comes over with its metadata, references and addresses."""

from pathlib import Path

import pytest

from broadsheet.exports.pelican import pelican_slug, read_config
from tests.importing.old_sites import (
    POST,
    article,
    built,
    dead_addresses,
    post_addresses,
    run_import,
    said_of,
    write_source,
)
from tests.pictures import picture
from tests.programs import find_program, run

SITE = f"""\
-- pelicanconf.py --
AUTHOR = "Ann Lee"
SITENAME = "Harbour News"
SITEURL = "https://old.example"
PATH = "content"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "en"
THEME = "theme"
ARTICLE_URL = "posts/{{date:%Y}}/{{date:%m}}/{{slug}}.html"
ARTICLE_SAVE_AS = "posts/{{date:%Y}}/{{date:%m}}/{{slug}}.html"
DRAFT_SAVE_AS = ""
STATIC_PATHS = ["images"]
MENU = [name for name in ("a", "b")]
raise_if_run = open("/never/there") if False else None
-- theme/templates/article.html --
<html><body data-page="{POST}">{{{{ article.content }}}}</body></html>
-- theme/templates/page.html --
<html><body data-page="{POST}">{{{{ page.content }}}}</body></html>
-- content/bridge.md --
Title: A bridge: opens
Date: 2021-08-05 09:30
Modified: 2021-08-06
Category: Transport
Tags: Bridges, Harbour
Slug: bridge
Authors: Ann Lee, Bo Ek
Summary: It opens.
Colour: red

See [the tunnel]({{filename}}city/tunnel.md), [about]({{filename}}/pages/about.md),
![The boat]({{static}}/images/boat.png) and [a dead one](/posts/2021/08/never.html).
-- content/city/tunnel.md --
Title: The Tunnel's plan
Date: 2021-08-07
Tags: Harbour

Back to [the bridge]({{filename}}../bridge.md#top).
-- content/city/umlaut.md --
Title: Über die Brücke
Date: 2021-08-08

Text.
-- content/city/saved.md --
Title: At an address of its own
Date: 2021-08-09
Url: special/place.html
Save_as: special/place.html

Text.
-- content/city/french.md --
Title: En français
Date: 2021-08-10
Lang: fr
Slug: pont

Text.
-- content/city/draft.md --
Title: Not yet
Date: 2021-08-11
Status: draft

Text.
-- content/city/restructured.rst --
A title
#######

:date: 2021-08-12

Text.
-- content/city/page.html --
<html><head><title>As HTML</title><meta name="date" content="2021-08-13" /></head>
<body><p>Some <b>words</b>.</p><script>alert(1)</script></body></html>
-- content/pages/about.md --
Title: About us

Who we are.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The Pelican site above, with pictures."""
    root = write_source(tmp_path / "pelican", SITE)
    (root / "content/images").mkdir()
    (root / "content/images/boat.png").write_bytes(picture(60, 40))
    (root / "content/images/unused.png").write_bytes(picture(50, 40))
    return root


def test_every_address_that_pelican_wrote_still_answers(source: Path, tmp_path: Path) -> None:
    (source / "content/city/restructured.rst").unlink()
    run(
        source,
        find_program("pelican"),
        "content",
        "-o",
        str(tmp_path / "old"),
        "-s",
        "pelicanconf.py",
    )
    run_import("pelican", source, tmp_path / "site")
    assert len([*post_addresses(tmp_path / "old")]) >= 7
    assert dead_addresses(tmp_path / "old", built(tmp_path / "site")) == []


def test_metadata_becomes_front_matter(source: Path, tmp_path: Path) -> None:
    account = run_import("pelican", source, tmp_path / "site")
    assert article(tmp_path / "site", "2021-08-05-bridge.md") == (
        "---\n"
        "title: 'A bridge: opens'\n"
        "date: 2021-08-05 09:30+02:00\n"
        "updated: 2021-08-06\n"
        "tags: [Bridges, Harbour]\n"
        "summary: It opens.\n"
        "author: [Ann Lee, Bo Ek]\n"
        "id: tag:old.example,2021-08-05:/posts/2021/08/bridge.html\n"
        "---\n"
        "See [the tunnel](../city/2021-08-07-the-tunnels-plan.md), "
        "[about](../pages/pages/about-us.md),\n"
        "![The boat](/images/boat.png) and a dead one.\n"
    )
    assert "its key colour was left out" in said_of(account, "content/bridge.md")


def test_what_cannot_be_taken_is_named_with_the_reason(source: Path, tmp_path: Path) -> None:
    account = run_import("pelican", source, tmp_path / "site")
    assert "convert it to Markdown" in said_of(account, "content/city/restructured.rst")
    assert "no article shows it" in said_of(account, "content/images/unused.png")
    assert "pelicanconf.py: MENU is computed, so it was not read" in account.remarks


def test_scripts_in_html_are_left_out(source: Path, tmp_path: Path) -> None:
    run_import("pelican", source, tmp_path / "site")
    text = article(tmp_path / "site", "2021-08-13-as-html.md")
    assert "words" in text and "script" not in text and "alert" not in text


def test_draft_stays_a_draft_and_another_language_is_named(source: Path, tmp_path: Path) -> None:
    run_import("pelican", source, tmp_path / "site")
    assert "\ndraft: true\n" in article(tmp_path / "site", "2021-08-11-not-yet.md")
    assert "\nlanguage: fr\n" in article(tmp_path / "site", "2021-08-10-pont-fr.md")


def test_settings_are_read_and_never_run() -> None:
    config = read_config('import os\nos.abort()\nSITENAME = "A"\nURL = os.getcwd()\n')
    assert config.values == {"SITENAME": "A"}
    assert config.unread == ("pelicanconf.py: URL is computed, so it was not read",)


def test_slug_is_that_of_pelican() -> None:
    assert pelican_slug("Über die Brücke: it's  open!") == "uber-die-brucke-its-open"
