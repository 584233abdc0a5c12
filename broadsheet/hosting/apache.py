r"""Writes what Apache needs to serve a site: the file `.htaccess`.

Apache gives a meaning to `${…}` and to quotes wherever they stand, and to `%1` in what a rule
leads to. So in patterns every sign that is not plain is written as the number of its bytes, and in
targets each `%` has a backslash.
"""

from collections.abc import Iterator, Mapping

from broadsheet.hosting.headers import ASKED_EACH_TIME
from broadsheet.hosting.redirects import ways_to_ask
from broadsheet.hosting.served import Served, patterns, suffixes_by_type, suffixes_of_texts
from broadsheet.site.addresses import NOT_FOUND

HTACCESS = ".htaccess"
PLAIN = frozenset(b"/0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
HEAD = """\
# Each build writes this file. Apache must allow it, where it is told of the site's folder:
#     AllowOverride All
# and needs its modules dir, headers, mime, rewrite and setenvif.
Options -Indexes
DirectoryIndex index.html
AddDefaultCharset Off
FileETag MTime Size
"""
# Of a file there can be twins, made smaller, beside it. `no-gzip` keeps mod_deflate from them.
TWINS = """\
RewriteCond %{{HTTP:Accept-Encoding}} "\\b{coding}\\b" [NC]
RewriteCond %{{REQUEST_FILENAME}}{suffix} -f
RewriteRule "^(.+\\.({texts}))$" "$1{suffix}" [END,E=no-gzip:1,E=no-brotli:1]
"""
ENCODINGS = """\
<IfModule mod_mime.c>
    AddEncoding gzip .gz
    AddEncoding br .br
    RemoveType .gz .br
    RemoveLanguage .br
</IfModule>
"""


def apache_files(served: Served) -> Mapping[str, bytes]:
    """The files for Apache, by their paths in the site."""
    return {HTACCESS: "".join(_lines(served)).encode()}


def _lines(served: Served) -> Iterator[str]:
    texts = "|".join(suffixes_of_texts())
    yield HEAD
    yield f"ErrorDocument 404 {_quoted(served.base + NOT_FOUND)}\n"
    if served.gone:
        yield "ErrorDocument 410 /%{REQUEST_URI}\n"
    yield ENCODINGS
    yield from _types()
    yield "<IfModule mod_headers.c>\n"
    yield from _headers(served, texts)
    yield "</IfModule>\n<IfModule mod_rewrite.c>\nRewriteEngine On\n"
    yield f"RewriteBase {_quoted(served.base + '/')}\n"
    yield 'RewriteRule "(^|/)\\.(?!well-known/)" - [R=404,L]\n'
    yield from _moved(served)
    yield from _gone(served)
    for coding, suffix in (("br", ".br"), ("gzip", ".gz")):
        yield TWINS.format(coding=coding, suffix=suffix, texts=texts)
    yield "</IfModule>\n"


def _types() -> Iterator[str]:
    yield "<IfModule mod_mime.c>\n"
    for kind, suffixes in suffixes_by_type().items():
        value = f'"{kind}; charset=utf-8"' if kind.startswith("text/") else kind
        yield f"    AddType {value} {' '.join(suffixes)}\n"
    yield "</IfModule>\n"


def _headers(served: Served, texts: str) -> Iterator[str]:
    for name, value in served.headers:
        yield f"    Header always set {name} {_quoted(value)}\n"
    yield '    <FilesMatch "\\.html(\\.br|\\.gz)?$">\n'
    yield f"        Header always set Content-Security-Policy {_quoted(served.policy)}\n"
    yield "    </FilesMatch>\n"
    yield f'    <FilesMatch "\\.({texts})(\\.br|\\.gz)?$">\n'
    yield "        Header merge Vary Accept-Encoding\n    </FilesMatch>\n"
    yield f"    Header set Cache-Control {_quoted(ASKED_EACH_TIME)}\n"
    for number, (value, pattern) in enumerate(patterns(served.base).items()):
        ended = f"{pattern.removesuffix('$')}(\\.br|\\.gz)?$"
        yield f"    SetEnvIf Request_URI {_quoted(ended)} broadsheet_{number}\n"
        yield f"    Header set Cache-Control {_quoted(value)} env=broadsheet_{number}\n"


def _moved(served: Served) -> Iterator[str]:
    for it in served.moved:
        target = it.target.replace("%", "\\%")
        for way in ways_to_ask(it.address):
            yield f'RewriteRule "^{_pattern(way[1:])}$" "{target}" [R=301,NE,END]\n'


def _gone(served: Served) -> Iterator[str]:
    """Rules that let the page of such an address be shown, by ErrorDocument, when they have said
    that it is gone."""
    for address in served.gone:
        yield 'RewriteCond %{ENV:REDIRECT_STATUS} "^$"\n'
        yield f'RewriteRule "^{_pattern(address[1:])}$" - [R=410,END]\n'


def _pattern(path: str) -> str:
    """A regular expression for a path, in which nothing has a meaning but numbers of bytes."""
    return "".join(chr(it) if it in PLAIN else f"\\x{it:02x}" for it in path.encode())


def _quoted(text: str) -> str:
    return f'"{text}"'
