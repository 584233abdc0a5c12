r"""Writes what nginx needs to serve a site: a file that the `server` block includes.

In quotes, nginx gives a meaning to `\` and `"` alone, and in what `return` and `add_header` say
also to `$`. Targets and headers have none of these, as `policy` and percent-encoding see to.
"""

from collections.abc import Iterator, Mapping

from broadsheet.hosting.headers import ASKED_EACH_TIME, HTML
from broadsheet.hosting.redirects import ways_to_ask
from broadsheet.hosting.served import (
    FOLDER,
    Served,
    patterns,
    suffixes_by_type,
    types_of_texts,
)
from broadsheet.site.addresses import NOT_FOUND

NGINX, BROTLI = f"{FOLDER}/nginx.conf", f"{FOLDER}/nginx-brotli.conf"
HEAD = """\
# Each build writes this file. In the server block of the site, whose root is the folder that this
# one stands in:
#     include /path/to/the/site/.host/nginx.conf;
# After redirects have changed: nginx -s reload
index index.html;
absolute_redirect off;
charset utf-8;
etag on;
gzip_static on;
gzip_vary on;
default_type application/octet-stream;
"""
HIDDEN = 'location ~ "/\\.(?!well-known/)" { return 404; }\n'
WITH_BROTLI = """\
# For an nginx that has the module brotli_static. Beside the other line:
#     include /path/to/the/site/.host/nginx-brotli.conf;
brotli_static on;
"""


def nginx_files(served: Served) -> Mapping[str, bytes]:
    """The files for nginx, by their paths in the site."""
    return {NGINX: "".join(_lines(served)).encode(), BROTLI: WITH_BROTLI.encode()}


def _lines(served: Served) -> Iterator[str]:
    yield HEAD
    yield from _types()
    yield from _headers(served)
    yield from _other_answers(served)
    for path, target in _moved(served).items():
        yield f"location = {_quoted(path)} {{ return 301 {_quoted(target)}; }}\n"
    for address in served.gone:
        yield f"location = {_quoted(served.base + address)} {{ return 410; }}\n"


def _types() -> Iterator[str]:
    yield "types {\n"
    for kind, suffixes in suffixes_by_type().items():
        yield f"    {kind} {' '.join(suffixes)};\n"
    yield "}\n"
    yield f"charset_types {' '.join(it for it in types_of_texts() if it != HTML)};\n"


def _headers(served: Served) -> Iterator[str]:
    yield f'set $broadsheet_cache "{ASKED_EACH_TIME}";\n'
    for value, pattern in patterns(served.base).items():
        yield f'if ($uri ~ {_quoted(pattern)}) {{ set $broadsheet_cache "{value}"; }}\n'
    yield 'set $broadsheet_policy "";\n'
    policy = f"set $broadsheet_policy {_quoted(served.policy)};"
    yield f'if ($uri ~ "(/[^./]*|\\.html)$") {{ {policy} }}\n'
    yield "add_header Cache-Control $broadsheet_cache always;\n"
    yield "add_header Content-Security-Policy $broadsheet_policy always;\n"
    for name, value in served.headers:
        yield f"add_header {name} {_quoted(value)} always;\n"


def _other_answers(served: Served) -> Iterator[str]:
    """What is not a file of the site: what does not exist, what is gone, what nobody may see."""
    yield f"error_page 404 {_quoted(served.base + NOT_FOUND)};\n"
    yield f"location = {_quoted(served.base + NOT_FOUND)} {{ internal; }}\n"
    yield HIDDEN
    if served.gone:
        yield "error_page 410 @broadsheet_gone;\n"
        yield "location @broadsheet_gone { try_files $uri ${uri}index.html =410; }\n"


def _moved(served: Served) -> Mapping[str, str]:
    return {
        f"{served.base}{way}": it.target for it in served.moved for way in ways_to_ask(it.address)
    }


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
