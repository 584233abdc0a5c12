"""Pages travel without their texts, and each text travels once."""

from pathlib import Path

import pytest

from broadsheet.building.parcels import ARRIVED, Parcels, opened
from broadsheet.content.store import Damaged, Made, opened_store
from broadsheet.content.texts import Embedding, Text, TextStore
from broadsheet.files import StatSignature
from broadsheet.fingerprint import of_bytes


@pytest.fixture
def store(tmp_path: Path) -> TextStore:
    """A store with three texts, each made of its path."""
    seen = StatSignature(1, 1, 1, 1)
    with opened_store(tmp_path) as opened:
        opened.keep(Made(it, seen, 1, "", "", b"", f"<p>{it}</p>") for it in "abc")
    return TextStore(tmp_path)


def shown(path: str, store: TextStore) -> Text:
    """A text as a page shows it."""
    digest = of_bytes(f"<p>{path}</p>".encode())
    return Text(path, digest, 9, "link-0", (), "a/", "https://example.org/", Embedding(), (), store)


def test_text_travels_once_and_arrives_with_each_page_that_shows_it(store: TextStore) -> None:
    sent: list[bytes] = []

    def send(content: bytes) -> bytes:
        sent.append(content)
        return content

    parcels = Parcels(send)
    for page in ("ab", "bc", "ca"):
        parcel = parcels.parcel([shown(path, store) for path in page])
        ARRIVED.hold(parcel.bundles, parcel.places)
        arrived: list[Text] = opened(parcel.content)
        assert [str(text) for text in arrived] == [f"<p>{path}</p>" for path in page]
    assert sorted(text for bundle in sent for text in opened(bundle).values()) == [
        "<p>a</p>",
        "<p>b</p>",
        "<p>c</p>",
    ]


def test_text_that_the_store_has_lost_stops_the_build_here(store: TextStore) -> None:
    with pytest.raises(Damaged):
        Parcels(lambda content: content).parcel([shown("d", store)])
