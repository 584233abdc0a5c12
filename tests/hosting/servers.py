"""Real web servers on this machine, each with a small configuration that includes the site's."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.programs import find_program

TRIES, LONGEST = 5, 60.0  # starts, as another program may take the port; seconds for one
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
MODULES = Path("/usr/lib/apache2/modules")
APACHE_MODULES = (
    "mpm_event alias authz_core authz_host brotli deflate dir filter headers mime negotiation"
    " rewrite setenvif"
)
NGINX = """\
{module}
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        include {site}/.host/nginx.conf;
        {brotli}
    }}
}}
"""
CADDY = """\
{{
    admin off
    auto_https off
    storage file_system {folder}/caddy
}}
http://:{port} {{
    bind 127.0.0.1
    root * {root}
    import {site}/.host/Caddyfile
}}
"""
APACHE = """\
ServerName localhost
ServerRoot {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
DefaultRuntimeDir {folder}
Listen 127.0.0.1:{port}
{modules}
{user}
TypesConfig /dev/null
AddLanguage br .br
AddOutputFilterByType DEFLATE text/html text/css
DocumentRoot {root}
<Directory {root}>
    AllowOverride All
    Require all granted
</Directory>
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers: the status, the headers in lower case, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: what it is called, its port, and whether it can send Brotli."""

    name: str
    port: int
    has_brotli: bool = True

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """The answer to a request; `path` is sent as it is, headers have `_` for `-`."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            found: dict[str, str] = {}
            for name, value in answer.getheaders():
                known = found.get(name.lower())
                found[name.lower()] = f"{known}, {value}" if known else value
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()


@contextmanager
def serving(name: str, site: Path, base: str = "") -> Iterator[Server]:
    """A server of this name for a copy of a built site, below a path."""
    start = SERVERS[name]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)  # a server that root starts works as somebody else
        root = folder / "root"
        shutil.copytree(site, root / base.strip("/"))
        for it in (root, root / base.strip("/")):
            it.chmod(0o755)
        process, port = _started(start, folder, root, root / base.strip("/"))
        try:
            yield Server(name, port, name != "nginx" or BROTLI.exists())
        finally:
            process.terminate()
            process.wait(LONGEST)


def _started(
    start: Callable[[Path, Path, Path, int], list[str]], folder: Path, root: Path, site: Path
) -> tuple[subprocess.Popen[bytes], int]:
    said = folder / "said"
    for _ in range(TRIES):
        port = _free_port()
        command = start(folder, root, site, port)
        with said.open("wb") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output)
        if _answers(process, port):
            return process, port
    logs = [said, folder / "error.log"]
    raise AssertionError("\n".join(it.read_text("utf-8") for it in logs if it.exists()))


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether a server that was started answers, at last; a port that is taken ends it."""
    until = time.monotonic() + LONGEST
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=LONGEST).close()
        except OSError:
            time.sleep(0.02)
        else:
            return True
    process.kill()
    process.wait()
    return False


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _nginx(folder: Path, root: Path, site: Path, port: int) -> list[str]:
    has_brotli = BROTLI.exists()
    text = NGINX.format(
        folder=folder,
        root=root,
        site=site,
        port=port,
        user="user root;" if os.geteuid() == 0 else "",
        module=f"load_module {BROTLI};" if has_brotli else "",
        brotli=f"include {site}/.host/nginx-brotli.conf;" if has_brotli else "",
    )
    (folder / "nginx.conf").write_text(text, "utf-8")
    program = find_program("nginx")
    return [program, "-e", f"{folder}/error.log", "-p", str(folder), "-c", f"{folder}/nginx.conf"]


def _caddy(folder: Path, root: Path, site: Path, port: int) -> list[str]:
    (folder / "Caddyfile").write_text(
        CADDY.format(folder=folder, root=root, site=site, port=port), "utf-8"
    )
    program = find_program("caddy")
    return [program, "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"]


def _apache(folder: Path, root: Path, site: Path, port: int) -> list[str]:
    modules = [f"LoadModule {it}_module {MODULES}/mod_{it}.so" for it in APACHE_MODULES.split()]
    user = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""
    text = APACHE.format(folder=folder, root=root, port=port, modules="\n".join(modules), user=user)
    (folder / "apache.conf").write_text(text, "utf-8")
    return [find_program("apache2"), "-D", "FOREGROUND", "-f", f"{folder}/apache.conf"]


SERVERS: Mapping[str, Callable[[Path, Path, Path, int], list[str]]] = {
    "nginx": _nginx,
    "caddy": _caddy,
    "apache": _apache,
}
