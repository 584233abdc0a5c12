"""Publishing to Azure, by Azurite, the emulator that Azure's makers test with."""

import base64
import hmac
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from email.utils import formatdate
from functools import partial
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from obstore.store import AzureStore

from broadsheet.content.publish_settings import BucketTarget, TargetSetting
from broadsheet.publishing.bucket import opened_for
from broadsheet.publishing.remote_manifest import NAME
from broadsheet.publishing.target import Overtaken, Target
from tests.programs import find_program
from tests.publishing.bucket_servers import running
from tests.publishing.small_sites import NOW, Meanwhile, publish, small_site

ACCOUNT = "news"
SECRET = base64.b64encode(b"a key that only this test has").decode()
VERSION = "2021-08-06"


@pytest.fixture(scope="module")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("azurite")
    program = find_program("azurite-blob")
    options = ["--location", str(folder), "--skipApiVersionCheck", "--disableTelemetry", "--silent"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AZURITE_ACCOUNTS", f"{ACCOUNT}:{SECRET}")
        with running(lambda port: [program, "--blobPort", str(port), *options], folder) as address:
            _make_container(address)
            yield address


def _make_container(address: str) -> None:
    """Make the container `web`, by a request signed with the account's key."""
    date = formatdate(usegmt=True)
    signed = [f"x-ms-date:{date}", f"x-ms-version:{VERSION}", f"/{ACCOUNT}/{ACCOUNT}/web"]
    text = "\n".join(["PUT", *[""] * 11, *signed, "restype:container"])
    digest = hmac.digest(base64.b64decode(SECRET), text.encode(), "sha256")
    headers = {
        "x-ms-date": date,
        "x-ms-version": VERSION,
        "Authorization": f"SharedKey {ACCOUNT}:{base64.b64encode(digest).decode()}",
        "Content-Length": "0",
    }
    url = f"{address}/{ACCOUNT}/web?restype=container"
    urlopen(Request(url, method="PUT", headers=headers)).close()


def test_site_is_published_edited_and_kept_from_a_second_publisher(
    azurite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [it for it in os.environ if it.startswith("AZURE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT)
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", SECRET)
    endpoint = f"{azurite}/{ACCOUNT}"
    setting = TargetSetting("live", 3, "azure", BucketTarget("web", "", endpoint))
    store = AzureStore("web", endpoint=endpoint, client_options={"allow_http": True})

    def opened(root: str) -> AbstractContextManager[Target]:
        return opened_for(setting, tmp_path / root, 0, lambda: NOW, lambda _: None)

    def from_elsewhere(seed: int) -> None:
        with pytest.raises(Overtaken), opened("elsewhere") as other:
            publish(other, small_site(seed), tmp_path / "other")

    for seed in range(3):
        site = small_site(seed)
        with opened("site") as target:
            told = Meanwhile(partial(from_elsewhere, seed))
            publish(target, site, tmp_path / "public", told)
            assert {path: target.read(path) for path in site} == site
        assert {it["path"] for part in store.list() for it in part} == {*site, NAME}
    found = store.get("index.html").attributes
    assert found["Content-Type"] == "text/html; charset=utf-8"
    assert found["Cache-Control"] == "no-cache"
    assert found["Content-Encoding"] == "gzip"
