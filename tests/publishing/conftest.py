"""What tests of publishing share: a server that speaks S3, and buckets in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from obstore.store import S3Store

from tests.publishing.bucket_place import KEY, SECRET, Place
from tests.publishing.bucket_servers import make_bucket, moto, proxied

if TYPE_CHECKING:
    pass


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with moto(tmp_path_factory.mktemp("moto")) as address:
        yield address


@pytest.fixture
def place(
    s3_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Place]:
    for name in [it for it in os.environ if it.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("HOME", str(tmp_path))
    name = f"bucket-{sha256(request.node.name.encode()).hexdigest()[:12]}"
    make_bucket(s3_server, name)
    store = S3Store(
        name, endpoint=s3_server, region="us-east-1", client_options={"allow_http": True}
    )
    with proxied(s3_server) as proxy:
        yield Place(proxy, store, name, tmp_path)
