r"""Writes what Caddy needs to serve a site: a file that the site's block imports.

In quotes, a Caddyfile gives a meaning to `"` and, before anything else, to `{$…}`; its values have
placeholders in braces. So a path with any sign that is not plain is written as a regular expression
in which such signs are numbers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from broadsheet.hosting.headers import ASKED_EACH_TIME
from broadsheet.hosting.redirects import ways_to_ask
from broadsheet.hosting.served import FOLDER, Served, patterns, suffixes_by_type, suffixes_of_texts
from broadsheet.site.addresses import NOT_FOUND

CADDY = f"{FOLDER}/Caddyfile"
PLAIN = re.compile(r"[\w/.,;:+=@&()!'~ -]*")  # which mean nothing but themselves there
NONE = "-"  # no target, type or the like begins so
HEAD = """\
# Each build writes this file. In the block of the site:
#     root * /path/to/the/site
#     import /path/to/the/site/.host/Caddyfile
# After redirects have changed: caddy reload
"""
HIDDEN = """\
@broadsheet_hidden {
    path_regexp /\\.
    not path /.well-known/*
}
error @broadsheet_hidden 404
"""
FILES = "file_server {\n    precompressed br gzip\n}\n"


def caddy_files(served: Served) -> Mapping[str, bytes]:
    """The files for Caddy, by their paths in the site."""
    return {CADDY: "".join(_lines(served)).encode()}


def _lines(served: Served) -> Iterator[str]:
    yield HEAD
    yield HIDDEN
    yield from _headers(served)
    moved = {
        f"{served.base}{way}": it.target for it in served.moved for way in ways_to_ask(it.address)
    }
    if moved:
        rules = [(_path(path), target) for path, target in moved.items()]
        yield from _map("to", rules)
        yield "redir @broadsheet_has_to {broadsheet_to} 301\n"
    yield from _gone(served)
    yield FILES
    yield "handle_errors {\n    header Cache-Control no-cache\n"
    yield f"    header Content-Security-Policy {_quoted(served.policy)}\n"
    if served.gone:
        yield "    @broadsheet_lost expression {http.error.status_code} != 410\n"
        yield f"    rewrite @broadsheet_lost {_quoted(served.base + NOT_FOUND)}\n"
    else:
        yield f"    rewrite * {_quoted(served.base + NOT_FOUND)}\n"
    yield f"    {FILES}}}\n"


def _headers(served: Served) -> Iterator[str]:
    yield "header {\n"
    for name, value in served.headers:
        yield f"    {name} {_quoted(value)}\n"
    yield "}\n"
    yield "@broadsheet_pages path_regexp (/[^./]*|\\.html)$\n"
    yield f"header @broadsheet_pages Content-Security-Policy {_quoted(served.policy)}\n"
    last_counts = reversed(tuple(patterns(served.base).items()))  # here it is the first that does
    cache = [(f"~{pattern}", value) for value, pattern in last_counts]
    yield from _map("cache", cache, ASKED_EACH_TIME)
    yield "header {\n    Cache-Control {broadsheet_cache}\n    defer\n}\n"
    types = [(f"~\\.({'|'.join(them)})$", kind) for kind, them in suffixes_by_type().items()]
    types = [(it, f"{kind}; charset=utf-8" if _has_charset(kind) else kind) for it, kind in types]
    yield from _map("type", types)
    yield "header @broadsheet_has_type {\n    Content-Type {broadsheet_type}\n    defer\n}\n"
    texts = "|".join(suffixes_of_texts())
    yield f"@broadsheet_texts path_regexp (/[^./]*|\\.({texts}))$\n"
    yield "header @broadsheet_texts {\n    Vary Accept-Encoding\n    defer\n}\n"


def _has_charset(kind: str) -> bool:
    return kind.startswith("text/")


def _gone(served: Served) -> Iterator[str]:
    if served.gone:
        yield from _map("gone", [(_path(f"{served.base}{it}"), "yes") for it in served.gone])
        yield "error @broadsheet_has_gone 410\n"


def _map(name: str, rules: Sequence[tuple[str, str]], default: str = NONE) -> Iterator[str]:
    """A value for each path, and a matcher for the paths that have one; Caddy takes an empty value
    for none at all, so the others have NONE."""
    yield f"map {{http.request.uri.path}} {{broadsheet_{name}}} {{\n"
    for path, value in rules:
        yield f"    {_quoted(path)} {_quoted(value)}\n"
    yield f"    default {_quoted(default)}\n}}\n"
    yield f"@broadsheet_has_{name} expression {{broadsheet_{name}}} != '{NONE}'\n"


def _path(path: str) -> str:
    """A path for `map`, which takes what begins with a tilde for a regular expression."""
    if PLAIN.fullmatch(path):
        return path
    signs = (it if it.isalnum() or it == "/" else f"\\x{{{ord(it):X}}}" for it in path)
    return f"~^{''.join(signs)}$"


def _quoted(text: str) -> str:
    return f'"{text}"'
