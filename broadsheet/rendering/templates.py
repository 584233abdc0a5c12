"""Renders a page's template to bytes."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, wraps
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import (
    Environment,
    FunctionLoader,
    TemplateNotFound,
    nodes,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape

from broadsheet.content.store import Damaged
from broadsheet.dates import Moment, PartialDate
from broadsheet.languages import (
    date_line,
    direction,
    language_name,
    long_date,
    month_in_words,
    news_language,
    og_locale,
    partial_date,
    short_date,
)
from broadsheet.problems import Problem, ProblemsFound, innermost
from broadsheet.rendering.compiled import CompiledTemplates
from broadsheet.rendering.environment import SharingEnvironment
from broadsheet.script_json import script_json
from broadsheet.site.addresses import NOT_FOUND, lite_address
from broadsheet.site.outputs import Page
from broadsheet.text.text_only import pictures_as_links
from broadsheet.themes.theme import Theme
from broadsheet.themes.unknown_names import Unknown
from broadsheet.translations import Translations
from broadsheet.urls import absolute, file_address, relative, relative_from, rooted


class TemplateFailed(ProblemsFound):
    """A template could not be rendered; carries the one problem at its own file and line."""


@pass_context
def link(context: Context, address: str) -> Markup:
    """A link to `address` from the page being rendered.

    On the 404 page, which a host shows at any address, it starts at the root of the host. In
    a feed, which is shown anywhere, it is whole.
    """
    page = context["page"]
    if not page.address:
        return escape(absolute(context["site"].url, address))
    if page.address == NOT_FOUND:
        return Markup(rooted(context["site"].url, address))
    target = lite_address(address) if page.is_lite else address
    linked = getattr(context.environment, "linked", None)
    if linked is not None:
        linked.add(target)
    if "#" in target:
        return Markup(relative(page.address, target))
    return _link_from(page.address[: page.address.rindex("/") + 1], target)


@lru_cache(maxsize=2_000)  # enough for what every page of a folder links to
def _link_from(folder: str, target: str) -> Markup:
    """The link from every page in a folder. It is percent-encoded, so nothing in it needs to be
    escaped in HTML."""
    return Markup(relative_from(folder, target))


@pass_context
def absolute_link(context: Context, address: str) -> str:
    """The full web address."""
    return absolute(context["site"].url, address)


def iso(when: Moment | PartialDate) -> str:
    """A date for HTML's `datetime` attribute, with the time only where one was given."""
    if isinstance(when, PartialDate):
        return str(when)
    return when.at.isoformat() if when.has_time else when.at.date().isoformat()


def in_language(write: Callable[[Any, str], str]) -> Callable[[Context, Any], str]:
    """A filter made from a function that takes the page's language as its second argument."""

    @pass_context
    @wraps(write)
    def written(context: Context, value: Any) -> str:
        return write(value, context["page"].language)

    return written


def month(moment: Moment, tag: str) -> str:
    """The month of a date in words."""
    return month_in_words(moment.at.date(), tag)


def json_ld(data: Mapping[str, Any]) -> Markup:
    """Data as JSON for a script element of type `application/ld+json`.

    Characters that could end the element are written as escapes.
    """
    return Markup(script_json(data))


def without_pictures(html: Markup | str) -> Markup:
    """The HTML of an article's text, with each picture replaced by a link with its alt text."""
    return Markup(pictures_as_links(html.__html__() if hasattr(html, "__html__") else html))


@lru_cache(maxsize=8)  # the style of every edition's file is the same
def csp_hash(content: str) -> str:
    """What a Content-Security-Policy allows a `style` element by whose content this is (CSP 3)."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


FILTERS: Mapping[str, Callable[..., str]] = {
    "link": link,
    "absolute": absolute_link,
    "iso": iso,
    "long_date": in_language(long_date),
    "short_date": in_language(short_date),
    "og_locale": og_locale,
    "news_language": news_language,
    "month": in_language(month),
    "date_line": in_language(date_line),
    "partial_date": in_language(partial_date),
    "language_name": in_language(language_name),
    "direction": direction,
    "json_ld": json_ld,
    "without_pictures": without_pictures,
    "csp_hash": csp_hash,
}


class Renderer:
    """Renders the pages of one build with one theme; compiled templates are kept at `root`."""

    def __init__(self, theme: Theme, translations: Translations, root: Path | None = None) -> None:
        self._theme = theme
        self._paths = frozenset(template.path for template in theme.templates.values())
        self._environment = SharingEnvironment(
            loader=FunctionLoader(lambda name: _loaded(theme, name)),
            autoescape=_holds_markup,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=CompiledTemplates(theme, translations.digest, root),
        )
        self._environment.filters.update(FILTERS)
        self._environment.globals.update(_globals(theme, translations))

    def parsed(self, name: str) -> nodes.Template:
        """One of the theme's templates, parsed."""
        return self._environment.parse(self._theme.templates[name].text)

    def offers(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The filters and the global names that templates have, besides Jinja's own."""
        own, plain = self._environment, Environment()
        filters = {name: it for name, it in own.filters.items() if name not in plain.filters}
        known = plain.globals
        return filters, {name: it for name, it in own.globals.items() if name not in known}

    def page(self, page: Page) -> bytes:
        """The page's bytes, UTF-8; raises TemplateFailed, or Damaged if a text is lost."""
        return self.part(page, page.template, page.context).encode()

    def part(self, page: Page, template: str, context: Mapping[str, Any]) -> str:
        """What a template makes for a page, the whole of it or a part; raises as `page` does."""
        try:
            return self._environment.get_template(template).render(context)
        except Damaged:
            raise
        except Exception as error:
            raise self._failed(page, template, error) from error

    def forget(self) -> None:
        """Forget the fragments that pages shared, and the modules that they imported."""
        self._environment.forget()

    def _failed(self, page: Page, template: str, error: Exception) -> Exception:
        place = innermost(error.__traceback__, self._paths)
        if place is None:
            if isinstance(error, TemplateNotFound):
                text = f"the theme has no template {template}"
                return TemplateFailed([Problem("site.yaml", 0, text, "extend a whole theme")])
            return error
        path, line = place
        what = str(error) or type(error).__name__
        return TemplateFailed([Problem(path, line, what, f"while rendering {page.address}")])


def _holds_markup(name: str | None) -> bool:
    """Whether a template makes HTML or XML, and not plain text such as robots.txt."""
    return not (name or "").endswith(".txt")


def _loaded(theme: Theme, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    template = theme.templates.get(name)
    return (template.text, template.path, lambda: True) if template else None


def _globals(theme: Theme, translations: Translations) -> dict[str, Any]:
    """The global names that every template of a theme has."""

    def static_address(name: str) -> str:
        """The address of one of the theme's static files, for `link`."""
        if name not in theme.statics:
            raise LookupError(f"there is no static file {name}")
        return file_address(theme.statics[name].address)

    @pass_context
    def static(context: Context, name: str) -> str:
        """A link to one of the theme's static files from the page being rendered."""
        return link(context, static_address(name))

    plain: dict[str, Markup] = {}  # translations without values, which most pages need again

    def gettext(message: str, **values: object) -> Markup:
        """The translation of an English message; a value is given by name and replaces
        `%(name)s` in it."""
        if not values and message in plain:
            return plain[message]
        found = _filled(translations.gettext(message), values)
        if not values:
            plain[message] = found
        return found

    def ngettext(one: str, many: str, number: int, **values: object) -> Markup:
        """The translation for a number of things, by the language's rules for plurals; the
        number replaces `%(number)s`."""
        return _filled(translations.ngettext(one, many, number), {"number": number, **values})

    options = MappingProxyType(theme.options)
    found = {"options": options, "static_address": static_address, "static": static}
    found["static_text"] = _static_text(theme)
    return {**found, "_": gettext, "ngettext": ngettext}


def _static_text(theme: Theme) -> Callable[[str], Markup]:
    @cache
    def static_text(name: str) -> Markup:
        """The text of one of the theme's style sheets, for a `style` element of a page."""
        if name not in theme.statics:
            raise LookupError(f"there is no static file {name}")
        text = theme.statics[name].content.decode("utf-8-sig")
        return Markup(text.replace("\r", "").replace("</", r"<\/"))  # ends no element

    return static_text


def _filled(text: str, values: Mapping[str, object]) -> Markup:
    """A translation, which is trusted HTML, filled with values, which are escaped."""
    return Markup(text) % values if values else Markup(text)
