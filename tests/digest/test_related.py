"""Related articles: what relates them, and that a newer article changes only what it enters."""

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.content.articles import Article
from broadsheet.digest.catalog import Catalog
from tests.digest.test_catalog import arranged, made

TAGS = st.lists(st.sampled_from(["A", "B", "C", "D", "E"]), unique=True, max_size=3)
STORIES = st.sampled_from(["", "", "", "treaty", "quake"])
PAPERS = st.sampled_from(["Times", "Post", ""])
FEATURES = st.lists(st.tuples(TAGS, STORIES, PAPERS), max_size=60)


def one(number: int, features: tuple[list[str], str, str]) -> Article:
    """An article of a day of its own."""
    tags, story, factory = features
    more = f"tags: {tags}\n" + (f"story: {story}\n" if story else "")
    if factory:
        more += f"sources: [{{name: {factory}, url: 'https://e.org/{number}'}}]\n"
    return made(f"a/n{number:03}.md", f"2021-{1 + number // 28:02}-{1 + number % 28:02}", more)


def near(catalog: Catalog, article: Article) -> list[str]:
    """The paths of an article's related ones, the nearest first."""
    return [it.article.path for it in catalog.related[article.path]]


@settings(max_examples=40)
@given(FEATURES, st.tuples(TAGS, STORIES, PAPERS))
def test_newer_article_changes_only_the_lists_it_enters(
    features: list[tuple[list[str], str, str]], newest: tuple[list[str], str, str]
) -> None:
    articles = [one(number, each) for number, each in enumerate(features)]
    added = one(len(articles), newest)
    before, after = arranged(*articles), arranged(*articles, added)
    for article in articles:
        if added.path not in near(after, article):
            assert before.related[article.path] == after.related[article.path]


@settings(max_examples=40)
@given(FEATURES)
def test_lists_hold_at_most_five_others_that_share_what_they_say(
    features: list[tuple[list[str], str, str]],
) -> None:
    catalog = arranged(*(one(number, each) for number, each in enumerate(features)))
    for article in catalog.articles:
        related = catalog.related[article.path]
        assert len(related) <= 5 and article.path not in near(catalog, article)
        for other in related:
            shared = {
                "tag": other.name in set(article.tags) & set(other.article.tags),
                "source": article.sources[:1] and other.article.sources[:1],
            }
            assert shared[other.taxonomy.key]
            assert not (article.story and article.story == other.article.story)


def test_common_tag_or_a_shared_paper_alone_relates_nothing() -> None:
    common = [one(number, (["A"], "", "")) for number in range(60)]
    catalog = arranged(*common)
    assert catalog.related[common[59].path] == () and catalog.related[common[30].path] == ()
    papers = arranged(one(0, ([], "", "Times")), one(1, ([], "", "Times")))
    assert all(related == () for related in papers.related.values())


def test_among_equals_the_newer_stands_first() -> None:
    articles = [one(number, (["A"], "", "")) for number in range(4)]
    catalog = arranged(*articles)
    assert near(catalog, articles[0]) == [it.path for it in reversed(articles[1:])]
