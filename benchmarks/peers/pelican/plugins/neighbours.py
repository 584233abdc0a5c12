"""Earlier, later and related articles, which Pelican leaves to plugins."""

from collections import Counter

from pelican import signals


def add(generator):
    """Give each article its neighbours and up to five others that share tags."""
    articles = generator.articles
    by_tag = {tag: list(listed) for tag, listed in generator.tags.items()}
    for position, article in enumerate(articles):
        article.later = articles[position - 1] if position else None
        article.earlier = articles[position + 1] if position + 1 < len(articles) else None
        shared = Counter()
        for tag in getattr(article, "tags", []):
            if len(by_tag[tag]) <= 50:
                shared.update(other for other in by_tag[tag] if other is not article)
        article.related = [other for other, _ in shared.most_common(5)]


def register():
    """Called by Pelican."""
    signals.article_generator_finalized.connect(add)
