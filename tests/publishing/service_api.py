"""The interfaces of Netlify and Cloudflare Pages as far as their programs use them to publish.

They answer as the services do, by what the programs send, on this machine; they are no services.
"""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

IDENTITY = "11111111-2222-3333-4444-555555555555"
PASS = base64.urlsafe_b64encode(b'{"exp":4102444800}').decode().rstrip("=")
SITE = {
    **{"id": IDENTITY, "site_id": IDENTITY, "name": "my-digest", "account_slug": "me"},
    **{"ssl_url": "https://my-digest.example", "admin_url": "https://app.example"},
    **{"deploy_ssl_url": "https://1.my-digest.example", "build_settings": {}, "capabilities": {}},
}
PROJECT = {
    **{"name": "my-digest", "production_branch": "live", "id": "1", "environment": "production"},
    **{"url": "https://1.my-digest.example", "aliases": []},
    "deployment_configs": {"production": {}, "preview": {}},
    **{"latest_stage": {"name": "deploy", "status": "success"}},
}


@dataclass
class Services:
    """What was sent: each request's method and path, files by their paths, and credentials."""

    address: str
    requests: list[str] = field(default_factory=list)
    netlify: dict[str, bytes] = field(default_factory=dict)
    cloudflare: dict[str, bytes] = field(default_factory=dict)
    credentials: set[str] = field(default_factory=set)
    form: str = ""  # that made Cloudflare's deployment
    _blobs: dict[str, bytes] = field(default_factory=dict)

    def answer(self, method: str, path: str, body: bytes) -> object:
        """What the services say."""
        if path.startswith("/api/v1/"):
            return self._netlify(method, path, body)
        return {"success": True, "errors": [], "messages": [], "result": self._pages(path, body)}

    def _netlify(self, method: str, path: str, body: bytes) -> object:
        if "/files/" in path:
            self.netlify[path.split("/files/", 1)[1]] = body
            return {}
        if "/deploys" in path:
            files = json.loads(body).get("files") if body else None
            return {**SITE, "id": "1", "state": "prepared" if files else "ready"} | {
                "required": list((files or {}).values()),
                "required_functions": [],
            }
        if path.endswith("/sites"):
            return [SITE]
        return SITE if "/sites/" in path else []

    def _pages(self, path: str, body: bytes) -> object:
        if path.endswith("/upload-token"):
            return {"jwt": f"e30.{PASS}.x"}
        if path.endswith("/check-missing"):
            return json.loads(body)["hashes"]
        if path.endswith("/assets/upload"):
            entries: list[dict[str, Any]] = json.loads(body)
            self._blobs |= {it["key"]: base64.b64decode(it["value"]) for it in entries}
        if path.endswith("/deployments"):
            self.form = body.decode("utf-8", "replace")
            listed = self.form.partition('name="manifest"')[2].split("\r\n\r\n", 1)[1]
            files = json.loads(listed.partition("\r\n")[0])
            self.cloudflare = {path[1:]: self._blobs[key] for path, key in files.items()}
        return PROJECT


class Handler(BaseHTTPRequestHandler):
    """Hands requests of any method on to the services."""

    protocol_version = "HTTP/1.1"
    served: Services

    def parts(self) -> Iterator[bytes]:
        """The body of the request, also where it comes in chunks (RFC 9112, 7.1)."""
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            yield self.rfile.read(int(self.headers.get("Content-Length") or 0))
            return
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def answer(self) -> None:
        """Answer a request."""
        body = b"".join(self.parts())
        path = self.path.partition("?")[0]
        self.served.requests.append(f"{self.command} {path}")
        self.served.credentials.add(self.headers.get("Authorization", ""))
        content = json.dumps(self.served.answer(self.command, path, body)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = answer

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def services() -> Iterator[Services]:
    """Both services, on a free port of this machine."""
    handler: type[Handler] = type("Handling", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    served = Services(f"http://127.0.0.1:{server.server_port}")
    handler.served = served
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
