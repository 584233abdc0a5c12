"""Finds links that lead nowhere, also when other mistakes stop the build early."""

from collections.abc import Iterator, Mapping, Sequence

from broadsheet.files import Content
from broadsheet.problems import Problem
from broadsheet.site.addresses import is_media
from broadsheet.site.link_resolver import LinkResolver, Placed
from broadsheet.text.markup import Body


def dead_links(texts: Mapping[str, Body], content: Content) -> Iterator[Problem]:
    """A problem for every link in these texts, by their paths, that leads to no file or heading.

    A link into a text that could not be read is not checked.
    """
    placed = {path: Placed("/", body.anchors) for path, body in texts.items()}
    unread = [path for path in content.texts if path not in texts]
    media: Sequence[str] = [path for path in content.media if is_media(path)]
    resolver = LinkResolver(placed, unread, media)
    for path, body in texts.items():
        for link in body.links:
            resolved = resolver.resolve(path, link.line, link.target, link.is_media)
            if resolved.problem and not resolved.is_unpublished:
                yield resolved.problem
