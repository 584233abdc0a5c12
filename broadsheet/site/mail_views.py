"""Views of an edition as its mail has it, which is not always all of it."""

from dataclasses import dataclass

from broadsheet.site.views import ArticleView, Link


@dataclass(frozen=True, slots=True)
class MailItem:
    """An article in a mail, which has room for so much of it: `form` is `full` for all, `summary`
    or `title`."""

    article: ArticleView
    form: str


@dataclass(frozen=True, slots=True)
class MailPart:
    """One section's articles in a mail."""

    section: Link | None
    items: tuple[MailItem, ...]


@dataclass(frozen=True, slots=True)
class MailView:
    """What a mail has of its edition; `left_out` is how many articles it has no room for.

    `preheader` is what a list of mails shows beside the subject; `unsubscribe` is the address for
    readers who want no more mails, empty without one.
    """

    parts: tuple[MailPart, ...]
    left_out: int
    preheader: str
    unsubscribe: str
