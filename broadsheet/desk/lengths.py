"""How long the texts of a draft are, as they are typed, and how long a site wants them at most."""

from dataclasses import dataclass

from broadsheet.content.check_settings import CheckSettings
from broadsheet.desk.drafted import Drafted, texts_of
from broadsheet.text.reading_time import count_words

NAMES = {"title": "Headline", "summary": "Summary", "body": "Text"}


@dataclass(frozen=True, slots=True)
class Length:
    """A text of a draft, by its field and the `name` that its form gives it: its characters and
    words, and the `most` characters, 0 for no limit."""

    field: str
    name: str
    characters: int
    words: int
    most: int = 0

    @property
    def is_over(self) -> bool:
        """Whether it is longer than the site wants it."""
        return 0 < self.most < self.characters


def lengths_of(drafted: Drafted, limits: CheckSettings) -> tuple[Length, ...]:
    """How long title, summary and text are; of the text the words that readers see."""
    most = {"title": limits.title_length, "summary": limits.summary_length}
    return tuple(
        Length(field, NAMES[field], len(text.strip()), count_words(text), most.get(field, 0))
        for field, text in texts_of(drafted)
    )
