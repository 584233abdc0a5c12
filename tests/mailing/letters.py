"""A small digest whose editions become mails, and a mail as the tests of sending use it."""

from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from broadsheet.content.mail_settings import Mailbox
from broadsheet.content.settings import Settings
from broadsheet.dates import parse_moment
from broadsheet.mailing.letter import Letter
from broadsheet.mailing.making import LATEST, Made, make_letter
from tests.sites import AS_OF, article

SITE_YAML = """\
title: The Test
url: https://example.org/news/
description: News for tests.
language: en
timezone: Europe/Berlin
author: The desk
share_images: false
mail:
  from: The Test <desk@example.org>
  reply_to: answers@example.org
  unsubscribe: https://example.org/leave?list=1&from=mail
"""
SOURCE = """\
sources:
  - name: The Paper
    title: A bridge opens
    url: https://paper.example/bridge?a=1&b=2
    author: Bo Ek
    date: 2021-12-30
    language: fr
    access: paywall
    archive: https://archive.example/1
via: {name: A Reader, url: https://reader.example/}
corrections: [{date: 2021-12-31, text: The bridge is 80 m long.}]
"""
BODY = """\
The bridge [opened](https://paper.example/) today.[^1] See [the book](../arts/book.md).

## Who came

> Many people.

[^1]: A note."""
DIGEST = f"""\
-- site.yaml --
{SITE_YAML}
-- content/world/bridge.md --
{article("A bridge opens", "2021-12-31 08:00", SOURCE, BODY)}
-- content/arts/book.md --
{article("A book", "2021-12-31 07:00", "summary: A book about {{ braces }}.", "All of {{ it }}.")}
-- content/editions/2021-12-31.md --
---
title: The last day
number: "7"
---
What the editor [says](../world/bridge.md).
"""
LETTER = Letter(
    key="2021-12-31",
    subject="The Test: 31 December {{ 2021 }}",
    html="<!DOCTYPE html><html><body>.Words <a href='{{ UnsubscribeURL }}'>x</a></body></html>",
    text="Words {{ and }} braces\n.A line with a dot\n\nUnsubscribe: {{ UnsubscribeURL }}\n",
    moment=datetime(2021, 12, 31, 8, tzinfo=UTC),
    sender=Mailbox("The Test", "desk@example.org"),
    reply_to=None,
    unsubscribe="",
    site_url="https://example.org/news/",
    language="en",
)
UNSIGNED = replace(LETTER, sender=None)


def made(root: Path, key: str = LATEST, unsubscribe: str | None = None) -> Made:
    """The mail of an edition of the site at `root`, at the moment of tests."""

    def moment(zone: tzinfo) -> datetime:
        return parse_moment(AS_OF, zone).at

    def way_out(settings: Settings) -> str:
        return settings.mail.unsubscribe if unsubscribe is None else unsubscribe

    return make_letter(root, key, moment, way_out)
