"""An address that was ever published answers: a page, a redirect, or a page that says it is gone.

A curator edits a site for 60 days at random, and does what the build asks for when it would lose an
address. The site is published each evening, and then every address that was ever published is
asked for.
"""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from broadsheet.problems import Problem, ProblemsFound
from broadsheet.publishing.ledger import record
from broadsheet.site.addresses import is_page
from broadsheet.urls import output_path
from tests.sites import SITE_YAML, Site, article, make_site
from tests.sizes import DAYS, DAYS_OF_A_SITE, seeds

TAGS = ["Go", "Golang", "Peace", "Óscar", "C++", "Trade"]
SECTIONS = ["world", "science", "arts"]
PERMALINKS = [
    "/{year}/{month}/{slug}.html",
    "/{section}/{slug}.html",
    "/{year}/{slug}/",
    "/{section}/{year}/{month}/{day}/{slug}.html",
]
EVERY = ["day", "week", "month"]
FEEDS = re.compile(r"\.(xml|json)$")


class Curator:
    """Edits a site at random; `settings` are the lines that it adds to `site.yaml`."""

    def __init__(self, site: Site, random: Random) -> None:
        self.site, self.random, self.day = site, random, 0
        self.permalink, self.every, self.books = PERMALINKS[0], "day", "[]"
        self.merged: dict[str, str] = {}
        self.gone: dict[str, str] = {}
        self.done: Counter[str] = Counter()
        self.write_settings()

    def write_settings(self) -> None:
        """Write `site.yaml`."""
        merged = "".join(f'    "{old}": "{new}"\n' for old, new in self.merged.items())
        gone = "".join(f"  {address}: {why}\n" for address, why in self.gone.items())
        text = f"{SITE_YAML}per_page: 2\npermalink: '{self.permalink}'\nbooks: {self.books}\n"
        text += f"editions: {{every: {self.every}, files: [text]}}\n"
        text += f"tags:\n  aliases:\n{merged}" if merged else ""
        self.site.write(f"-- site.yaml --\n{text}{'gone:' if gone else ''}\n{gone}")

    def articles(self) -> list[Path]:
        """The files of all articles, in order."""
        folders = [self.site.root / "content" / it for it in SECTIONS]
        return sorted(path for folder in folders for path in folder.glob("*.md"))

    def live_through_a_day(self) -> None:
        """Do a few things, and publish in the evening."""
        self.day += 1
        for _ in range(self.random.randint(1, 3)):
            edit = self.random.choice(EDITS)
            edit(self)
            self.done[edit.__name__] += 1
        for _ in range(3):
            try:
                self.site.build()
            except ProblemsFound as found:
                self.settle(found.problems)
            else:
                break
        else:
            self.site.build()
        record(self.site.root, self.site.public)

    def settle(self, problems: tuple[Problem, ...]) -> None:
        """Write the lines that problems offer: another name if there is one, else a tombstone."""
        assert {it.path for it in problems} == {"content/published.txt"}, problems
        for problem in problems:
            renamed = re.search(r"if it is (\S+) now.*\naliases: \[(.*)\]", problem.hint)
            if renamed:
                path = self.site.root / renamed[1]
                text = path.read_text("utf-8")
                old = re.search(r"^aliases: \[(.*)\]$", text, re.MULTILINE)
                lines = f"aliases: [{renamed[2]}{f', {old[1]}' if old else ''}]"
                text = text.replace(f"{old[0]}\n", "") if old else text
                path.write_text(text.replace("\n---\n", f"\n{lines}\n---\n", 1), "utf-8")
                self.done["rename settled"] += 1
            else:
                addresses = re.findall(r"^  (/\S*):(?:$|  #| )", problem.hint, re.MULTILINE)
                self.gone |= dict.fromkeys(addresses, "it is gone")
                self.done["tombstone"] += 1
        self.write_settings()

    def one(self) -> Path | None:
        """One article; none while there are few."""
        paths = self.articles()
        return self.random.choice(paths) if len(paths) > 3 else None

    def write_article(self) -> None:
        """A new article, of today or of a day in the last month."""
        day = f"2021-{3 + self.day // 28:02}-{1 + self.random.randrange(28):02}"
        tags = self.random.sample(TAGS, 2)
        slug = (
            f"{self.random.choice(['treaty', 'bridge', 'vote'])}-{self.day}-{len(self.articles())}"
        )
        more = f"tags: {tags}\nstory: {self.random.choice(['pact', 'vote'])}"
        path = f"content/{self.random.choice(SECTIONS)}/{day}-{slug}.md"
        self.site.write(f"-- {path} --\n{article(slug, day, more)}")

    def rename(self) -> None:
        """Another name for a file, and with it another slug."""
        if path := self.one():
            path.rename(path.with_name(path.stem[:-1] + f"x{self.day}.md"))

    def move(self) -> None:
        """Another section."""
        if path := self.one():
            folder = path.parents[1] / self.random.choice(SECTIONS)
            folder.mkdir(exist_ok=True)
            if not (folder / path.name).exists():
                path.rename(folder / path.name)

    def delete(self) -> None:
        """An article is deleted."""
        if path := self.one():
            path.unlink()

    def withdraw(self) -> None:
        """An article is a draft again, expires, or comes back."""
        if path := self.one():
            text = path.read_text("utf-8")
            kept = re.sub(r"^(draft|expires): .*\n", "", text, flags=re.MULTILINE)
            word = self.random.choice(["draft: true\n", "expires: 2021-12-01\n", ""])
            path.write_text(kept.replace("story:", f"{word}story:", 1), "utf-8")

    def another_day(self) -> None:
        """An article gets another date, and so another edition."""
        if path := self.one():
            text = path.read_text("utf-8")
            day = f"2021-{self.random.randint(3, 6):02}-{self.random.randint(1, 28):02}"
            path.write_text(
                re.sub(r"^date: .*$", f"date: {day}", text, flags=re.MULTILINE), "utf-8"
            )

    def merge_tags(self) -> None:
        """A tag becomes another spelling of another one."""
        old, new = self.random.sample(TAGS, 2)
        if not {old, new} & {*self.merged, *self.merged.values()}:
            self.merged[old] = new
            self.write_settings()

    def change_permalink(self) -> None:
        """All articles get other addresses."""
        self.permalink = self.random.choice(PERMALINKS)
        self.write_settings()

    def change_editions(self) -> None:
        """Editions of other bounds, and books of them or not."""
        self.every = self.random.choice(EVERY)
        self.books = self.random.choice(["[]", "[editions]"])
        self.write_settings()

    def retag(self) -> None:
        """An article gets other tags and another story."""
        if path := self.one():
            text = path.read_text("utf-8")
            tags = self.random.sample(TAGS, 1)
            path.write_text(
                re.sub(r"^tags: .*$", f"tags: {tags}", text, flags=re.MULTILINE), "utf-8"
            )


EDITS: list[Callable[[Curator], None]] = [
    Curator.write_article,
    Curator.write_article,
    Curator.rename,
    Curator.move,
    Curator.delete,
    Curator.withdraw,
    Curator.another_day,
    Curator.merge_tags,
    Curator.change_permalink,
    Curator.change_editions,
    Curator.retag,
]


def unanswered(curator: Curator, address: str) -> bool:
    """Whether neither a file of the site nor the curator's own word answers for an address. A host
    answers with the page of a folder too."""
    path = curator.site.public / output_path(address)
    if path.is_file() or (path / "index.html").is_file():
        return False
    is_gone = any(re.fullmatch(it.replace("*", ".*"), address) for it in curator.gone)
    can_be_told = is_page(address) or FEEDS.search(address)
    return bool(can_be_told) or not (is_gone or address.startswith(("/editions/", "/archive/")))


@pytest.mark.whole
@pytest.mark.parametrize("seed", seeds(DAYS, DAYS_OF_A_SITE))
def test_no_address_dies_in_sixty_days_of_renames_merges_and_deletions(
    seed: int, tmp_path: Path
) -> None:
    curator = Curator(make_site(tmp_path / "site", ""), Random(seed))
    for _ in range(4):
        curator.write_article()
    ever: set[str] = set()
    for _ in range(DAYS_OF_A_SITE):
        curator.live_through_a_day()
        ledger = (curator.site.root / "content/published.txt").read_text("utf-8")
        ever |= {line.split("\t")[0] for line in ledger.splitlines() if line.startswith("/")}
        assert [it for it in sorted(ever) if unanswered(curator, it)] == [], curator.day
    assert len(ever) > 150
    assert curator.done["tombstone"] and all(curator.done[it.__name__] for it in EDITS)
