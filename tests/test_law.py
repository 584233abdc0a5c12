"""The law: whatever was edited, an incremental build equals a clean one, byte for byte."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.sites import SITE_YAML, Site, article, make_site

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
    ]
)
NOTES = st.sampled_from(
    ["stories/treaty", "sources/paper", "tags/peace", "sections/world", "pages/about"]
    + [f"editions/2021-05-{day:02}" for day in (3, 9, 20)]
)
WORDS = st.sampled_from(["One.", "Two.", "## Head\n\nThree[^1].\n\n[^1]: Note.", "See [a](#_no)"])


class EditedSite(RuleBasedStateMachine):
    """A site that is edited at random; after each edit both ways of building are compared."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.site: Site = make_site(self.folder / "site", "")
        self.as_of = "2022-01-01"

    @rule(
        slug=SLUGS,
        section=SECTIONS,
        day=DAYS,
        tags=TAGS,
        text=WORDS,
        draft=st.booleans(),
        more=MORE,
    )
    def write_article(
        self, slug: str, section: str, day: int, tags: list[str], text: str, draft: bool, more: str
    ) -> None:
        """Add an article or change one; at most one of a slug, so addresses never clash."""
        self.delete_article(slug)
        more += f"tags: {tags}\ndraft: {str(draft).lower()}\naliases: [/was/{slug}.html]"
        body = text.replace("[a](#_no)", "*nothing*")
        path = f"content/{section}/{slug}.md"
        self.site.write(f"-- {path} --\n{article(slug, f'2021-05-{day:02}', more, body)}")

    @rule(name=NOTES, text=WORDS, there=st.booleans())
    def write_note(self, name: str, text: str, there: bool) -> None:
        """Let a note on an edition, story, source … appear, change or go."""
        path = self.site.root / f"content/{name}.md"
        path.unlink(missing_ok=True)
        if there:
            body = text.replace("[a](#_no)", "*nothing*")
            self.site.write(f"-- content/{name}.md --\n---\ntitle: A {name}\n---\n{body}\n")

    @rule(slug=SLUGS)
    def delete_article(self, slug: str) -> None:
        """Remove an article, if it is there."""
        for path in self.site.root.glob(f"content/*/{slug}.md"):
            path.unlink()

    @rule(
        per_page=st.integers(1, 3),
        title=st.sampled_from(["A", "B"]),
        content=st.sampled_from(["full", "summary"]),
    )
    def change_settings(self, per_page: int, title: str, content: str) -> None:
        """Change what every page shows, how lists are cut, and what editions hold."""
        text = SITE_YAML.replace("The Test", title)
        editions = f"editions: {{every: day, content: {content}}}\n"
        self.site.write(f"-- site.yaml --\n{text}per_page: {per_page}\n{editions}")

    @rule(there=st.booleans())
    def override_template(self, there: bool) -> None:
        """Let a template of the site's own appear or go."""
        shutil.rmtree(self.site.root / "themes", ignore_errors=True)
        self.site.write(f"-- site.yaml --\n{SITE_YAML}theme: {'own' if there else 'broadsheet'}\n")
        if there:
            self.site.write(
                "-- themes/own/theme.yaml --\nname: own\nextends: broadsheet\n"
                "-- themes/own/templates/index.html --\n<p>{{ items | length }} {{ kind }}</p>\n"
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

    @rule()
    def forget(self) -> None:
        """Delete what earlier builds remember."""
        shutil.rmtree(self.site.root / ".broadsheet", ignore_errors=True)

    @invariant()
    def incremental_equals_clean(self) -> None:
        """Both ways give the same tree."""
        self.site.build(as_of=self.as_of)
        clean = self.folder / "clean"
        self.site.build(output=clean, as_of=self.as_of)
        assert self.site.tree() == self.site.tree(clean)
        shutil.rmtree(clean)

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder)


TestLaw = EditedSite.TestCase
TestLaw.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
