"""A digest of the town's news, with its sixty feeds, some days of editions, and a folder to publish
to: the site of the stopwatch and of the pictures in the documents."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from broadsheet.fetching.client import Client
from tests.desk_server.feed_town import GOOD, HOSTILE, Town
from tests.desk_server.town_news import SECTIONS
from tests.sites import make_site

SITE_YAML = """\
title: The Morning Digest
url: https://digest.example/
description: The news of the coast, told in a few lines and credited.
language: en-GB
timezone: UTC
author: The Digest
theme: broadsheet
share_images: false
sections:
  - {key: world, title: World}
  - {key: science, title: Science}
  - {key: business, title: Business}
  - {key: culture, title: Culture}
  - {key: climate, title: Climate}
editions: {every: day, content: full}
publish:
  live: {to: folder, path: ../www}
"""
# Each line: days before the town's moment, section, title, tags, story, text.
EARLIER = Path(__file__).parent / "town_site.txt"
STORIES = {
    "ferries": "Ferries aground",
    "floods": "The winter floods",
    "press": "Reporters on trial",
}


def town_site(root: Path, town: Town) -> Path:
    """Write the site, and return its folder. Each good feed has a section; the others have none."""
    feeds = [
        *(f"    - {{url: {town.url(f'paper{it}')}, section: {SECTIONS[it % 5]}}}"
          for it in range(GOOD)),
        *(f"    - {town.url(it)}" for it in HOSTILE),
    ]  # fmt: skip
    settings = SITE_YAML + "inbox:\n  feeds:\n" + "\n".join(feeds)
    articles = (f"-- {path} --\n{text}" for path, text in _articles(town))
    stories = (
        f"-- content/stories/{key}.md --\n---\ntitle: {it}\n---\nWhat happened so far.\n"
        for key, it in STORIES.items()
    )
    make_site(root, "\n".join(["", f"-- site.yaml --\n{settings}", *articles, *stories]))
    return root


def town_client(town: Town) -> Callable[[str], Client]:
    """What makes a client that reaches the feeds of the town, and nothing else of this machine."""
    return lambda site: Client("Broadsheet/2.0", guard=town.guard(), robots=False, patience=0)


def _articles(town: Town) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(EARLIER.read_text("utf-8").splitlines()):
        ago, section, title, tags, story, text = line.split("|")
        day = (town.now - timedelta(days=int(ago))).date().isoformat()
        slug = "-".join(title.lower().split())
        lines = [f"title: {title}", f"date: {day}", f"tags: [{tags}]"]
        lines += [f"story: {story}"] if story else []
        lines += [
            "sources:",
            "  - name: Fairgate Courier",
            f"    url: https://fairgate.example/{number}",
        ]
        header = "\n".join(lines)
        yield f"content/{section}/{day}-{slug}.md", f"---\n{header}\n---\n{text}\n"
