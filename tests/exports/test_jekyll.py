"""A Jekyll site comes over with its permalinks, Liquid and pictures."""

from pathlib import Path

import pytest

from tests.importing.old_sites import article, built, run_import, said_of, write_source
from tests.pictures import picture

SITE = """\
-- _config.yml --
title: Harbour News
url: https://old.example
baseurl: /news
description: News of the harbour.
lang: en-GB
timezone: Europe/Berlin
permalink: /:year/:month/:title/
author: {name: Ann Lee}
collections: {guides: {output: true}}
defaults:
  - scope: {path: _posts/city}
    values: {author: Bo Ek}
-- _layouts/default.html --
{{ content }}
-- index.html --
---
layout: default
---
{% for post in site.posts %}{{ post.title }}{% endfor %}
-- about.md --
---
title: About us
permalink: /about/
---
Who we are, and [the bridge]({% post_url 2021-08-05-bridge %}).
-- _posts/2021-08-05-bridge.md --
---
layout: post
title: "A bridge: opens"
date: 2021-08-05 09:30:00 +0100
categories: [Transport, City]
tags: bridges harbour
redirect_from: [/old/bridge.html]
badge: red
---
First words.

More first words.
<!--more-->
![The boat]({{ site.baseurl }}/img/boat.png){: .wide}
![Gone]({{ "/img/gone.png" | relative_url }})

See [the tunnel]({{ site.baseurl }}{% post_url 2021-08-07-tunnel %}), [it](/news/2021/08/tunnel/),
[again](https://old.example/news/2021/08/tunnel/#plan), [dead](/news/2020/01/never/).

{% include gallery.html id=1 %}

{% highlight ruby %}
puts "{{ not }} [a](b)"
{% endhighlight %}

{% raw %}{{ kept }}{% endraw %}
-- _posts/city/2021-08-07-tunnel.markdown --
---
title: The tunnel
published: false
---
Text.
-- _posts/2021-08-08-named.md --
---
title:
permalink: /special/:title.html
---
Text.
-- _posts/2021-08-09-empty.md --
-- _posts/2021-08-10-plain.md --
No front matter.
-- _posts/2021-08-11-broken.md --
---
title: a: b
---
-- _drafts/later.md --
---
title: Later
---
Text.
-- _guides/first.md --
---
title: A guide
---
Text.
-- img/unused.svg --
<svg/>
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The Jekyll site above, with a picture."""
    root = write_source(tmp_path / "jekyll", SITE)
    (root / "img/boat.png").write_bytes(picture(60, 40))
    return root


def test_post_has_its_keys_and_its_liquid_translated(source: Path, tmp_path: Path) -> None:
    account = run_import("jekyll", source, tmp_path / "site")
    assert article(tmp_path / "site", "2021-08-05-bridge.md") == (
        "---\n"
        "title: 'A bridge: opens'\n"
        "date: 2021-08-05 09:30+01:00\n"
        "tags: [bridges, harbour, City]\n"
        "summary: First words. More first words.\n"
        "aliases: [/old/bridge.html]\n"
        "---\n"
        "First words.\n\nMore first words.\n\n"
        "![The boat](/img/boat.png){: .wide}\nGone\n\n"
        "See [the tunnel](../news/2021-08-07-tunnel.md), [it](../news/2021-08-07-tunnel.md),\n"
        "[again](../news/2021-08-07-tunnel.md), dead.\n\n\n\n\n"
        '```ruby\nputs "{{ not }} [a](b)"\n```\n\n\n'
        "{{ kept }}\n"
    )
    said = said_of(account, "_posts/2021-08-05-bridge.md")
    assert "{% include gallery.html id=1 %} was left out: it cannot be kept" in said
    assert "of its categories City became a tag" in said
    assert "its key badge was left out" in said
    assert "leads to the whole page, as it has no such heading" in said


def test_addresses_are_kept_by_the_permalink_or_as_aliases(source: Path, tmp_path: Path) -> None:
    run_import("jekyll", source, tmp_path / "site")
    site = built(tmp_path / "site")
    for path in (
        "2021/08/bridge/index.html",
        "2021/08/tunnel/index.html",
        "special/named.html",
        "old/bridge.html",
        "about/index.html",
        "guides/first.html",
    ):
        assert (site.public / path).is_file(), path
    assert "permalink: /{year}/{month}/{slug}/\n" in (site.root / "site.yaml").read_text("utf-8")


def test_drafts_and_unpublished_posts_are_drafts(source: Path, tmp_path: Path) -> None:
    account = run_import("jekyll", source, tmp_path / "site")
    tunnel = article(tmp_path / "site", "2021-08-07-tunnel.md")
    assert "\nauthor: [Bo Ek]\ndraft: true\n---\n" in tunnel
    assert "\ndate: 2026-01-01\ndraft: true\n" in article(tmp_path / "site", "2026-01-01-later.md")
    assert "it has the day of the import" in said_of(account, "_drafts/later.md")


@pytest.mark.parametrize(
    ("origin", "why"),
    [
        ("_posts/2021-08-09-empty.md", "it is empty"),
        ("_posts/2021-08-10-plain.md", "it has no front matter"),
        ("_posts/2021-08-11-broken.md", "its header is not YAML: mapping values"),
        ("_layouts/default.html", "it belongs to the look"),
        ("index.html", "it is a template"),
        ("img/unused.svg", "files of its kind (.svg) are not taken"),
        ("_config.yml", "its settings were read"),
    ],
)
def test_what_is_left_out_is_named(source: Path, tmp_path: Path, origin: str, why: str) -> None:
    assert why in said_of(run_import("jekyll", source, tmp_path / "site"), origin)


def test_folder_of_posts_alone_is_enough(tmp_path: Path) -> None:
    post = "-- 2020/2020-01-02-a.md --\n---\ntitle: A\ncategories: [Stories]\n---\nText.\n"
    run_import("jekyll", write_source(tmp_path / "posts", post), tmp_path / "site")
    assert (tmp_path / "site/content/stories-news/2020-01-02-a.md").is_file()
