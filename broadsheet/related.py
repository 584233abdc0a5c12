"""Which articles belong beside an article: those of its story, those with rare tags in common."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from broadsheet.articles import Article
from broadsheet.tags import TagName

MOST = 5
COMMON = 50  # a tag on more articles than this says little, and would cost more than it tells
STORY_WEIGHT, TAG_WEIGHT, THRESHOLD = 3, 1, 2


def related_articles(
    articles: Sequence[Article], tags: Mapping[str, tuple[TagName, ...]]
) -> dict[str, tuple[Article, ...]]:
    """For each article's path, at most five related ones, the nearest first.

    `articles` are in order, newest first; among equals the newer stands first.
    """
    features = {article.path: _features(article, tags[article.path]) for article in articles}
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, article in enumerate(articles):
        for feature in features[article.path]:
            sharing[feature].append(position)
    return {
        article.path: tuple(
            articles[other] for other in _nearest(position, article, features, sharing)
        )
        for position, article in enumerate(articles)
    }


def _features(article: Article, tags: Sequence[TagName]) -> dict[tuple[str, str], int]:
    features = {("tag", tag.slug): TAG_WEIGHT for tag in tags}
    return features | ({("story", article.story): STORY_WEIGHT} if article.story else {})


def _nearest(
    position: int,
    article: Article,
    features: Mapping[str, Mapping[tuple[str, str], int]],
    sharing: Mapping[tuple[str, str], Sequence[int]],
) -> list[int]:
    scores: Counter[int] = Counter()
    for feature, weight in features[article.path].items():
        if len(sharing[feature]) <= COMMON:
            for other in sharing[feature]:
                scores[other] += weight
    del scores[position]
    near = [other for other, score in scores.items() if score >= THRESHOLD]
    return sorted(near, key=lambda other: (-scores[other], other))[:MOST]
