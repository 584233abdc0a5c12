"""How the desk's pages are written: its templates, and what all of them can use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from broadsheet.desk_server.asking import Asked
from broadsheet.files import DATA
from broadsheet.languages import is_language, language_name

FOLDER = DATA / "desk"
SHOWN_IN = "en"  # the language of the desk itself


@dataclass(frozen=True, slots=True)
class Filled:
    """A part of the page: its template and what that needs. `shows` is the path in the site that
    the preview shows beside it; empty leaves it to the others."""

    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    shows: str = ""


class Pages:
    """Writes pages. Everything in them is escaped, whatever it is."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(web=web_address, language=named_language, lang=lang_of)

    def templates(self) -> list[str]:
        """The names of all templates."""
        return self._templates.list_templates(extensions=["html"])

    def prepare(self, template: str) -> None:
        """Compile a template, which the first page that has it would wait for."""
        self._templates.get_template(template)

    def written(self, filled: Filled, asked: Asked, now: datetime) -> Markup:
        """A part of the page as HTML. `now` is the time where the site is."""
        view = asked.view.changed({"told": None})
        common = {
            "asked": asked,
            "view": view,
            "link": view.link,
            "csrf": asked.csrf,
            "now": now,
            "when": lambda at: when(at, now),
        }
        template = self._templates.get_template(filled.template)
        return Markup(template.render({**common, **filled.context}))  # escaped by the template


def web_address(address: str) -> str:
    """An address that a link may lead to: one of the web; empty for all others."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_clean = not any(it.isspace() or ord(it) < 32 for it in address)
    return address if is_clean and parts.scheme in ("http", "https") and parts.hostname else ""


def named_language(tag: str) -> str:
    """The name of a language, in English; its tag, if it has none."""
    return language_name(tag, SHOWN_IN) if is_language(tag) else tag


def lang_of(tag: str) -> str:
    """A tag as the value of `lang`; empty, which means unknown, if it is no language."""
    return tag if is_language(tag) else ""


def when(at: datetime | int, now: datetime) -> Markup:
    """A time, or seconds since 1970, for a person who reads it `now`: short, and exact in its
    attributes."""
    local = datetime.fromtimestamp(at, now.tzinfo) if isinstance(at, int) else at
    clock = f"{local:%H:%M}"
    days = (now.date() - local.date()).days
    if days == 0:
        text = clock
    elif days == 1:
        text = f"yesterday {clock}"
    else:
        year = f" {local.year}" if local.year != now.year else ""
        text = f"{local.day} {MONTHS[local.month - 1]}{year}, {clock}"
    exact = local.isoformat(timespec="minutes")
    return Markup('<time datetime="{}">{}</time>').format(exact, text)


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
