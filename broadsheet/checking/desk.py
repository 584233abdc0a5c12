"""What the checks of a site look at: all that has been read of it, at one moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from broadsheet.checking.prose import Prose, prose_of
from broadsheet.content.articles import Article
from broadsheet.content.check_settings import CheckSettings
from broadsheet.content.notes import Note
from broadsheet.digest.catalog import Catalog, arrange
from broadsheet.digest.schedule import why_unpublished
from broadsheet.files import ContentFile, read_text
from broadsheet.images.pictures import Original
from broadsheet.site.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Desk:
    """A site before it is published.

    `articles` are those that are published at `as_of` or will be, with drafts where these were
    asked for; `everything` are all. `texts` are the words of `articles` and notes, by their paths.
    """

    inputs: Inputs
    catalog: Catalog
    articles: tuple[Article, ...]
    texts: Mapping[str, Prose]
    as_of: datetime

    @property
    def everything(self) -> tuple[Article, ...]:
        """All articles, also drafts and those that have expired."""
        return self.inputs.articles

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes and plain pages."""
        return self.inputs.notes

    @property
    def pictures(self) -> tuple[Original, ...]:
        """All pictures."""
        return self.inputs.pictures

    @property
    def limits(self) -> CheckSettings:
        """The limits that `site.yaml` sets."""
        return self.inputs.settings.checks

    @property
    def language(self) -> str:
        """The language of the site."""
        return self.inputs.settings.language

    def bytes_of(self, path: str) -> int:
        """The size of a file under `content/` that is not a text."""
        return self.inputs.content.media[path].size


def desk_of(root: Path, inputs: Inputs, as_of: datetime, drafts: bool) -> Desk:
    """The desk of the site at `root` at a moment; `drafts` are looked at as if published."""
    catalog = arrange(inputs.articles, inputs.notes, inputs.settings, as_of, drafts)
    articles = tuple(it for it in inputs.articles if _is_looked_at(it, as_of, drafts))
    language = inputs.settings.language
    languages = {it.path: it.language or language for it in articles}
    languages |= {note.path: language for note in inputs.notes}
    return Desk(inputs, catalog, articles, dict(_texts(root, languages)), as_of)


def _is_looked_at(article: Article, as_of: datetime, drafts: bool) -> bool:
    if article.date.at > as_of:  # scheduled ones are read today, while they can be mended
        article = replace(article, date=replace(article.date, at=as_of))
    return not why_unpublished(article, as_of, drafts)


def _texts(root: Path, languages: Mapping[str, str]) -> Iterator[tuple[str, Prose]]:
    for path in sorted(languages):
        file = read_text(root, path)
        if isinstance(file, ContentFile):  # else it was deleted a moment ago
            yield path, prose_of(path, file.content, languages[path])
