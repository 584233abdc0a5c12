"""What articles are sorted by: section, story, author, tag, source. Each is told here, once.

Addresses, notes, list pages, indexes, feeds, the sitemap, related articles and the search follow
from the table. To add a taxonomy, write one more entry and name it in `TAXONOMIES`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.content.articles import Article
from broadsheet.content.fields import (
    Field,
    choice,
    list_of,
    read_flag,
    read_language,
    read_text,
    read_web_address,
    read_word,
)
from broadsheet.content.spellings import SpellingRules

if TYPE_CHECKING:
    from broadsheet.content.settings import Settings  # slow to import


def say(words: str) -> str:
    """Words of the interface, to be found by `make words`; pages show them translated."""
    return words


TITLE = Field(read_text, "the title that readers see", required=True)
SPELLINGS = Field(list_of(read_word, "[BBC, BBC World]"), "other spellings that mean the same")
WEBSITE = Field(read_web_address, "the address of its website")


@dataclass(frozen=True, slots=True, eq=False)
class Taxonomy:
    """One way to sort articles. Each is a single object, so it is compared by identity.

    `key` is its name in templates, messages and the code; `title` and `label` are what readers call
    all of its terms and one of them. `notes` is the folder under `content/` for notes on its terms,
    with `note_fields` in their front matter. `folder` is where their pages stand.

    `spellings` are an article's terms as it writes them. Names may be spelled in several ways that
    mean one term, and stand in alphabetical order; where `are_keys`, a term is known by its slug
    alone. Keys stand in the order of the settings, then by key, or where `newest_first` by
    their newest articles. `settled` is what `site.yaml` says of the terms.
    """

    key: str
    title: str
    label: str
    notes: str
    note_fields: Mapping[str, Field]
    spellings: Callable[[Article], tuple[str, ...]]
    folder: str = ""
    are_keys: bool = False
    newest_first: bool = False
    settled: Callable[["Settings"], SpellingRules] = lambda settings: SpellingRules()
    template: str = "list.html"  # of a term's page
    titled: str = ""  # the title of that page where the term alone could be another's
    is_timeline: bool = False  # one page, oldest article first, instead of numbered parts
    shows_reports: bool = False  # the reports that articles credit, instead of the articles
    has_feeds: bool = True  # a feed for each term
    has_index: bool = True  # a page with all terms
    has_opml: bool = False  # a list of the feeds that the notes name
    in_sitemap: bool = False  # the pages of its terms; the index always is
    in_search: bool = False  # the pages of its terms are found too
    # How much a shared term relates two articles: up to so many articles that have it, so much.
    rarity: tuple[tuple[int, int], ...] = ()
    shared: str = ""  # how readers are told that two articles share a term

    def address(self, slug: str) -> str:
        """The address of the page of a term, or of its newest part."""
        return f"{self.folder}/{slug}.html"


SECTION = Taxonomy(
    key="section",
    title=say("Sections"),
    label=say("Section"),
    notes="sections",
    note_fields={
        "title": Field(read_text, "the title that readers see; the one in site.yaml if left out")
    },
    spellings=lambda article: (article.section,) if article.section else (),
    are_keys=True,
    settled=lambda settings: SpellingRules(
        slugs=tuple((it.title, it.key) for it in settings.sections)
    ),
    has_index=False,
    in_sitemap=True,
)
STORY = Taxonomy(
    key="story",
    title=say("Stories"),
    label=say("Developing story"),
    notes="stories",
    note_fields={"title": TITLE, "closed": Field(read_flag, "true says that it has ended (false)")},
    spellings=lambda article: (article.story,) if article.story else (),
    folder="/stories",
    are_keys=True,
    newest_first=True,
    template="story.html",
    is_timeline=True,
    in_sitemap=True,
    in_search=True,
)
AUTHOR = Taxonomy(
    key="author",
    title=say("Authors"),
    label=say("Author"),
    notes="authors",
    note_fields={
        "title": TITLE,
        "spellings": SPELLINGS,
        "url": WEBSITE,
        "kind": Field(choice("person", "organization"), "person or organization (person)"),
    },
    spellings=lambda article: article.authors,
    folder="/authors",
    titled=say("Articles by %(name)s"),
)
TAG = Taxonomy(
    key="tag",
    title=say("Tags"),
    label=say("Tag"),
    notes="tags",
    note_fields={"title": TITLE, "spellings": SPELLINGS},
    spellings=lambda article: article.tags,
    folder="/tags",
    settled=lambda settings: SpellingRules(settings.tags.aliases, settings.tags.slugs),
    rarity=((8, 3), (20, 2), (50, 1)),
    shared=say("Also on %(name)s"),
)
SOURCE = Taxonomy(
    key="source",
    title=say("Sources"),
    label=say("Source"),
    notes="sources",
    note_fields={
        "title": TITLE,
        "spellings": SPELLINGS,
        "url": WEBSITE,
        "feed": Field(read_web_address, "the address of its own feed"),
        "language": Field(read_language, "the language it is written in"),
    },
    spellings=lambda article: tuple(source.name for source in article.sources),
    folder="/sources",
    template="source.html",
    titled=say("Reports from %(name)s"),
    shows_reports=True,
    has_feeds=False,
    has_opml=True,
    rarity=((20, 1),),
    shared=say("Also credits %(name)s"),
)

TAXONOMIES = (
    SECTION,
    STORY,
    AUTHOR,
    TAG,
    SOURCE,
)  # in the order in which feeds and indexes are listed
