"""An Eleventy site comes over with the data of its folders and its addresses."""

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
-- eleventy.config.js --
module.exports = function (config) {{
  config.addPassthroughCopy("src/img");
  return {{ dir: {{ input: "src", output: "_site" }} }};
}};
-- src/_data/metadata.json --
{{ "title": "Harbour News", "url": "https://old.example/", "language": "en",
  "description": "News of the harbour.", "author": {{ "name": "Ann Lee" }} }}
-- src/_includes/post.njk --
<html><body data-page="{POST}">{{{{ content | safe }}}}</body></html>
-- src/index.njk --
<html>Home</html>
-- src/posts/posts.json --
{{ "layout": "post.njk", "tags": ["posts"] }}
-- src/posts/2021-08-05-bridge.md --
---
title: "A bridge: opens"
date: 2021-08-05T09:30:00Z
tags: [Bridges, posts]
description: It opens.
colour: red
---
See [the tunnel](/posts/tunnel/) and [again](../tunnel/), [a dead one](/posts/never/).

![The boat](/img/boat.png)

{{{{ title }}}} {{% if title %}}shown{{% endif %}}
-- src/posts/tunnel.md --
---
title: The tunnel
date: 2021-08-07
---
Text.
-- src/posts/json.md --
---json
{{ "title": "In JSON", "date": "2021-08-08", "tags": "One" }}
---
Text.
-- src/posts/own.md --
---
title: At an address of its own
date: 2021-08-09
permalink: /special/place.html
---
Text.
-- src/posts/computed.md --
---
title: Computed
date: 2021-08-10
permalink: "/c/{{{{ page.fileSlug }}}}/"
---
Text.
-- src/posts/With-Capitals.md --
---
title: With capitals
date: 2021-08-11
---
Text.
-- src/posts/deep/index.md --
---
title: An index
date: 2021-08-12
---
Text.
-- src/posts/2021-08-14-stem.md --
---
title: By its path
permalink: "/stem{{{{ page.filePathStem }}}}.html"
---
Text.
-- src/posts/none.md --
---
title: No page
date: 2021-08-13
permalink: false
---
Text.
-- src/about.md --
---
title: About us
layout: post.njk
---
Who we are.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The Eleventy site above, with a picture."""
    root = write_source(tmp_path / "eleventy", SITE)
    (root / "src/img").mkdir()
    (root / "src/img/boat.png").write_bytes(picture(60, 40))
    return root


def test_every_address_that_eleventy_wrote_still_answers(source: Path, tmp_path: Path) -> None:
    run(source, find_program("eleventy"), "--output", str(tmp_path / "old"))
    run_import("eleventy", source, tmp_path / "site")
    assert len([*post_addresses(tmp_path / "old")]) == 9
    assert dead_addresses(tmp_path / "old", built(tmp_path / "site")) == []


def test_old_address_with_capitals_leads_to_a_new_one(source: Path, tmp_path: Path) -> None:
    account = run_import("eleventy", source, tmp_path / "site")
    said = said_of(account, "src/posts/With-Capitals.md")
    assert "its slug became with-capitals-2, so that its old address with capitals" in said


def test_front_matter_and_data_become_ours(source: Path, tmp_path: Path) -> None:
    account = run_import("eleventy", source, tmp_path / "site")
    text = article(tmp_path / "site", "2021-08-05-bridge.md")
    assert text == (
        "---\n"
        "title: 'A bridge: opens'\n"
        "date: 2021-08-05 09:30+00:00\n"
        "tags: [Bridges]\n"
        "summary: It opens.\n"
        "aliases: [/posts/2021-08-05-bridge/]\n"
        "---\n"
        "See [the tunnel](2021-08-07-tunnel.md) and [again](2021-08-07-tunnel.md), a dead one.\n"
        "\n![The boat](/img/boat.png)\n"
        "\nA bridge: opens shown\n"
    )
    said = said_of(account, "src/posts/2021-08-05-bridge.md")
    assert "line 12: {% if title %} was left out: it cannot be kept" in said
    assert "its key colour was left out" in said


def test_page_without_a_date_is_a_page(source: Path, tmp_path: Path) -> None:
    run_import("eleventy", source, tmp_path / "site")
    assert (tmp_path / "site/content/pages/about.md").is_file()


def test_what_had_no_page_has_none(source: Path, tmp_path: Path) -> None:
    account = run_import("eleventy", source, tmp_path / "site")
    assert "its permalink is false" in said_of(account, "src/posts/none.md")
    assert "nothing of it is run" in said_of(account, "eleventy.config.js")
    assert "belongs to the look" in said_of(account, "src/index.njk")
