"""Which module sends by which kind of place."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType

from broadsheet.content.mail_settings import MailTarget
from broadsheet.mailing.place import MailPlace

Opener = Callable[[MailTarget, Mapping[str, str]], MailPlace]
PLACES: Mapping[str, str] = {
    "smtp": "smtp",
    "listmonk": "listmonk",
    "buttondown": "buttondown",
    "keila": "keila",
}


def opened(target: MailTarget, environ: Mapping[str, str]) -> MailPlace:
    """The place that `site.yaml` describes, with its secrets; raises NotSent if one is missing."""
    opener: Opener = _module(target).opened
    return opener(target, environ)


def unsubscribe_of(target: MailTarget | None) -> str:
    """What a place fills in for the address to leave its list; empty if it fills in nothing."""
    return str(_module(target).UNSUBSCRIBE) if target else ""


def _module(target: MailTarget) -> ModuleType:
    return import_module(f"broadsheet.mailing.{PLACES[target.to]}")
