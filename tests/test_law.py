"""The law: whatever was edited, an incremental build equals a clean one, byte for byte.

100 random edits in `make test`, 3,400 more in `make test-all`, a fifth of them with two processes.
A share of them is one test, and always makes the same edits; when it fails, it prints them. Files
count as rested at once here, so that the store and the record of a build are trusted as they are
in daily use.
"""

import os
import shutil
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from broadsheet.building import builder
from broadsheet.building import up_to_date as up_to_date
from broadsheet.content import store
from broadsheet.output import staleness
from broadsheet.problems import Problem
from broadsheet.publishing.ledger import record
from tests.pictures import picture
from tests.sites import SITE_YAML, Site, article, assert_same_tree, make_site, memory
from tests.sizes import EDITS, EDITS_OF_A_SHARE, EDITS_OF_A_SITE, seeds

SLUGS = st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta"])
SECTIONS = st.sampled_from(["world", "science"])
TAGS = st.lists(st.sampled_from(["C", "C++", "c", "Peace", "PEACE", "Óscar"]), max_size=3)
DAYS = st.integers(1, 28)
MORE = st.sampled_from(
    [
        "",
        "story: treaty\n",
        "sources: [{name: Paper, url: 'https://e.org/1'}]\n",
        "story: treaty\nsources: [{name: PAPER, url: 'https://e.org/2', language: fr}]\n",
        "corrections: [{date: 2021-05-20, text: No.}]\nauthor: [Ann, Bo]\n",
        "image: {file: /p.png, alt: A picture}\nlanguage: ar\n",
    ]
)
NOTES = st.sampled_from(
    ["stories/treaty", "sources/paper", "tags/peace", "sections/world", "pages/about"]
    + [f"editions/2021-05-{day:02}" for day in (3, 9, 20)]
)
ALIASES = st.sampled_from(["/was/{}.html", "/was/{}.html/", "/was/{}.html/now.html"])
GONE = "gone: ['/*']\n"  # what no page and no redirect can answer is gone; never a problem
PICTURES_AND_BOOKS = "images: {widths: [4], quality: 50}\nbooks: [editions, stories]\n"
PERMALINKS = st.sampled_from(
    ["/{year}/{month}/{slug}.html", "/{year}/{slug}", "/{year}/{slug}/", "/{section}/{slug}/x.html"]
)
BODIES = st.sampled_from(
    [
        "Some words more.",
        "Another start.\n\nAnd an end.",
        "## Head\n\nA [link](fixed.md), and [one](/world/fixed.md#head) to a heading.",
        "A [draft](unpublished.md).",
        "![A picture](/p.png)\n\n![It](/p.png)",
        "> Somebody else said all of this. \n" * 12,
        "He said 'no', \"never\", he said -- twice...",
        "Many words. " * 110,
        "Words without end. " * 9_000,
        "<u>This</u> <blink>is</blink> left out.",
        "Three[^1].\n\n[^1]: A note.",
        "",
    ]
)
LONGEST = 200_000  # characters of a text
PLACES = st.integers(0, 30)
FIXED = f"""
-- content/world/fixed.md --
{article("Fixed", "2021-05-01", "tags: [C, Peace]", "## Head")}
-- content/world/other.md --
{article("Other", "2021-05-02", "story: treaty", "A [link](fixed.md#head).")}
-- content/science/third.md --
{article("Third", "2021-05-02", "image: {file: /p.png, alt: It}", "![It](/p.png) Words.")}
-- content/world/unpublished.md --
{article("Unpublished", "2021-05-11", "draft: true")}
-- content/stories/treaty.md --
---
title: The treaty
---
About it.
"""
WORDS = st.sampled_from(["One.", "Two.", "## Head\n\nThree[^1].\n\n[^1]: Note.", "See [a](#_no)"])


class EditedSite(RuleBasedStateMachine):
    """A site that is edited at random; after each edit both ways of building are compared."""

    workers, many, few = 1, 2_000, 200
    may_be_kept_offline = True

    def __init__(self) -> None:
        super().__init__()
        self.seconds = count(1_600_000_000)
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(builder, "MANY", self.many)
        self.patch.setattr(staleness, "FEW", self.few)
        for module in (up_to_date, store):
            self.patch.setattr(module, "RESTED_NS", 0)
        self.folder = Path(mkdtemp(dir=memory()))
        self.site: Site = make_site(
            self.folder / "site", f"{FIXED}-- site.yaml --\n{SITE_YAML}{GONE}"
        )
        self.site.put("content/media/p.png", picture())
        self.as_of = "2022-01-01"

    @rule(
        slug=SLUGS,
        section=SECTIONS,
        day=DAYS,
        tags=TAGS,
        text=WORDS,
        draft=st.booleans(),
        more=MORE,
        alias=ALIASES,
    )
    def write_article(
        self,
        slug: str,
        section: str,
        day: int,
        tags: list[str],
        text: str,
        draft: bool,
        more: str,
        alias: str,
    ) -> None:
        """Add an article or change one; at most one of a slug, so addresses never clash."""
        self.delete_article(slug)
        aliases = f"aliases: [{alias.format(slug)}]"
        more += f"tags: {tags}\ndraft: {str(draft).lower()}\n{aliases}"
        body = text.replace("[a](#_no)", "*nothing*")
        path = f"content/{section}/{slug}.md"
        self.site.write(f"-- {path} --\n{article(slug, f'2021-05-{day:02}', more, body)}")

    @rule(place=PLACES, text=BODIES, is_more=st.booleans(), above=st.booleans())
    def edit_words(self, place: int, text: str, is_more: bool, above: bool) -> None:
        """Change the words of a text and nothing in its front matter."""
        paths = sorted(self.site.root.glob("content/*/*.md"))
        path = paths[place % len(paths)]
        front_matter, end, body = path.read_text("utf-8").rpartition("\n---\n")
        kept = [body] if is_more and len(body) < LONGEST else []
        if path.stem == "fixed" and not kept:
            kept = ["## Head"]  # others link to it
        words = "\n\n".join([text, *kept] if above else [*kept, text])
        path.write_text(f"{front_matter}{end}{words}\n", "utf-8")

    @rule(places=st.lists(PLACES, min_size=2, max_size=3), text=BODIES, above=st.booleans())
    def edit_words_of_several(self, places: list[int], text: str, above: bool) -> None:
        """Change the words of several texts at once."""
        for place in places:
            self.edit_words(place, text, True, above)

    @rule(places=st.lists(PLACES, min_size=1, max_size=9), text=BODIES)
    def edit_words_again_and_again(self, places: list[int], text: str) -> None:
        """Change the words of texts, one after the other, with a build after each but the last."""
        for place in places:
            self.edit_words(place, text, True, False)
            self.incremental_equals_clean()

    @rule(name=NOTES, text=WORDS, there=st.booleans())
    def write_note(self, name: str, text: str, there: bool) -> None:
        """Let a note on an edition, story, source … appear, change or go."""
        path = self.site.root / f"content/{name}.md"
        path.unlink(missing_ok=True)
        if there:
            body = text.replace("[a](#_no)", "*nothing*")
            self.site.write(f"-- content/{name}.md --\n---\ntitle: A {name}\n---\n{body}\n")

    @rule(first=st.sampled_from(["", "other.md", "third.md"]))
    def put_in_order(self, first: str) -> None:
        """Order an edition, and with it the front page, or no longer."""
        path = self.site.root / "content/editions/2021-05-02.md"
        path.unlink(missing_ok=True)
        if first:
            self.site.write(f"-- content/editions/{path.name} --\n---\norder: [{first}]\n---\n")

    @rule(slug=SLUGS)
    def delete_article(self, slug: str) -> None:
        """Remove an article, if it is there."""
        for path in self.site.root.glob(f"content/*/{slug}.md"):
            path.unlink()

    @rule(
        per_page=st.integers(1, 3),
        title=st.sampled_from(["A", "B"]),
        content=st.sampled_from(["full", "summary"]),
        language=st.sampled_from(["en", "ar"]),
        more=st.sampled_from(
            [
                "",
                "lite: true\n",
                PICTURES_AND_BOOKS,
                "offline: true\n",
                "offline: false\n",
                "host: apache\nhsts: 1 day\n",
                "host: netlify\nlite: true\n",
                "front_page: {order: date}\n",
            ]
        ),
        files=st.sampled_from(["[]", "[html, text]"]),
        share=st.sampled_from(["false", "true"]),
        permalink=PERMALINKS,
    )
    def change_settings(
        self,
        per_page: int,
        title: str,
        content: str,
        language: str,
        more: str,
        files: str,
        share: str,
        permalink: str,
    ) -> None:
        """Change what every page shows, where articles stand, how lists are cut, what editions
        hold, what is drawn."""
        if not self.may_be_kept_offline:
            more = more.replace("offline: true", "offline: false")
        more += f"permalink: '{permalink}'\n"
        text = SITE_YAML.replace("The Test", title).replace("language: en", f"language: {language}")
        text = text.replace("share_images: false", f"share_images: {share}")
        editions = f"editions: {{every: day, content: {content}, files: {files}}}\n"
        self.site.write(f"-- site.yaml --\n{text}per_page: {per_page}\n{editions}{more}{GONE}")

    @rule(width=st.integers(7, 9), is_other=st.booleans(), there=st.booleans())
    def change_picture(self, width: int, is_other: bool, there: bool) -> None:
        """Change the picture that articles show, or let another appear or go."""
        path = "content/media/other.png" if is_other else "content/media/p.png"
        if there or not is_other:
            self.site.put(path, picture(width))
        else:
            (self.site.root / path).unlink(missing_ok=True)

    @rule(name=st.sampled_from(["CNAME", ".well-known/x"]), there=st.booleans(), text=WORDS)
    def change_root_file(self, name: str, there: bool, text: str) -> None:
        """Let a file for the site's root appear, change or go."""
        path = self.site.root / "content/site-root" / name
        if there:
            self.site.put(f"content/site-root/{name}", text.encode())
        else:
            path.unlink(missing_ok=True)

    @rule(there=st.booleans(), columns=st.integers(1, 4))
    def override_template(self, there: bool, columns: int) -> None:
        """Let a template of the site's own appear or go, and choose an option that it shows."""
        shutil.rmtree(self.site.root / "themes", ignore_errors=True)
        theme = f"theme: {'own' if there else 'broadsheet'}\n"
        options = f"theme_options: {{columns: {columns}}}\n"
        self.site.write(f"-- site.yaml --\n{SITE_YAML}{theme}{options}{GONE}")
        if there:
            self.site.write(
                "-- themes/own/theme.yaml --\nname: own\nextends: broadsheet\ncontract: 1\n"
                "-- themes/own/templates/index.html --\n<p>{{ items | length }} {{ kind }}</p>\n"
                "-- themes/own/templates/year.html --\n{{ options.columns }}\n"
                "-- themes/own/static/columns.css.jinja --\np { columns: {{ options.columns }} }\n"
            )

    @rule(day=DAYS)
    def move_the_clock(self, day: int) -> None:
        """Build as of another day, so that articles are held or come out."""
        self.as_of = f"2021-05-{day:02}"

    @rule(remove=st.booleans())
    def meddle_with_the_output(self, remove: bool) -> None:
        """Delete or edit a file that an earlier build made."""
        pages = sorted(self.site.public.rglob("*.html"))
        if pages and remove:
            pages[0].unlink()
        elif pages:
            pages[-1].write_text("edited by hand", "utf-8")
            self.date(pages[-1])

    @rule(name=st.sampled_from(["style.css", "new.txt"]), text=st.sampled_from(["a", "b"]))
    def override_static_file(self, name: str, text: str) -> None:
        """Let a static file of the site's own theme appear or change."""
        self.override_template(True, 2)
        self.site.write(f"-- themes/own/static/{name} --\n{text}\n")

    @rule(slug=SLUGS, other=SLUGS)
    def rename_article(self, slug: str, other: str) -> None:
        """Give an article's file another name, and with it another address."""
        for path in self.site.root.glob(f"content/*/{slug}.md") if other != slug else ():
            self.delete_article(other)
            text = path.read_text("utf-8").replace(f"/was/{slug}.html", f"/was/{other}.html")
            path.unlink(missing_ok=True)
            path.with_name(f"{other}.md").write_text(text, "utf-8")

    @rule()
    def publish(self) -> None:
        """Let what stands there be published, so that no address of it may die."""
        record(self.site.root, self.site.public)

    @rule()
    def damage_the_store(self) -> None:
        """Let the disk have spoiled what is remembered."""
        for path in self.site.root.glob(".broadsheet/store.sqlite*"):
            path.write_bytes(b"no database at all" * 40)

    @rule()
    def forget(self) -> None:
        """Delete what earlier builds remember."""
        shutil.rmtree(self.site.root / ".broadsheet", ignore_errors=True)

    def date_what_is_new(self) -> None:
        """Give each edited source a time of its own, however coarse the clock of the disk is."""
        made = (self.site.public, self.site.root / ".broadsheet")
        for path in sorted(self.site.root.rglob("*")):
            is_source = path.is_file() and not any(it in path.parents for it in made)
            if is_source and path.stat().st_mtime > 1_700_000_000:
                self.date(path)

    def date(self, path: Path) -> None:
        """Give a file a time that no other has."""
        second = next(self.seconds)
        os.utime(path, (second, second))

    @invariant()
    def incremental_equals_clean(self) -> None:
        """Both ways give the same tree."""
        self.date_what_is_new()
        report = self.site.build(as_of=self.as_of, workers=self.workers)
        fresh = self.folder / "fresh"
        shutil.copytree(
            self.site.root, fresh, ignore=shutil.ignore_patterns("public", ".broadsheet*")
        )
        clean = Site(fresh).build(as_of=self.as_of)
        assert_same_tree(self.site.tree(), Site(fresh).tree(), "incremental", "clean")
        assert report.unpublished == clean.unpublished
        assert of_the_site(report.warnings) == of_the_site(clean.warnings)
        shutil.rmtree(fresh)

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.patch.undo()
        shutil.rmtree(self.folder)


def of_the_site(warnings: Iterable[Problem]) -> list[Problem]:
    """The warnings that are not of a disk that was tampered with."""
    return [it for it in warnings if it.path.startswith(("content/", "site.yaml"))]


class EditedSiteOfTwoWorkers(EditedSite):
    """The same with two processes."""

    workers = 2


class EditedSiteOfVeryManyPages(EditedSite):
    """The same where many builds make very many pages, so that the record of pages is partial, and
    the processes that make pages compare them."""

    many, few = 25, 5


MACHINES = (
    *(EditedSite, EditedSiteOfVeryManyPages, EditedSite, EditedSiteOfVeryManyPages),
    EditedSiteOfTwoWorkers,
)


@pytest.mark.whole
@pytest.mark.parametrize("share", seeds(EDITS, EDITS_OF_A_SHARE))
def test_edited_site_equals_one_built_from_nothing(share: int, shrink: bool) -> None:
    machine = seed(share)(MACHINES[share % len(MACHINES)])
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=EDITS_OF_A_SHARE // EDITS_OF_A_SITE,
                stateful_step_count=EDITS_OF_A_SITE,
                phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except Exception as error:
        again = (
            f"pytest 'tests/test_law.py::{test_edited_site_equals_one_built_from_nothing.__name__}"
        )
        error.add_note(f"to look for fewer edits that do it: {again}[{share}]' --shrink")
        raise
