"""Equal values share a fingerprint, in every process; different ones do not."""

import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.fingerprint import LIBRARIES, MOST, Fingerprints, engine, of_bytes, of_value

ROOT = Path(__file__).parents[1]
SCALARS = st.none() | st.booleans() | st.integers() | st.text(st.characters())
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3).map(tuple))


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    tags: tuple[str, ...]


@given(st.binary())
def test_fingerprint_is_twenty_hexadecimal_digits(content: bytes) -> None:
    assert len(of_bytes(content)) == 20
    assert set(of_bytes(content)) <= set("0123456789abcdef")


@given(VALUES, VALUES)
def test_values_share_a_fingerprint_only_if_they_are_written_the_same(a: object, b: object) -> None:
    assert (of_value(a) == of_value(b)) == (repr(a) == repr(b))


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", 1), (1, True), (("a", "b"), ("ab",)), ((("a",), "b"), ("a", ("b",))), (None, "None")],
)
def test_values_that_look_alike_differ(one: object, other: object) -> None:
    assert of_value(one) != of_value(other)


def test_every_field_of_a_dataclass_counts() -> None:
    card = Card("A", ("rust",))
    assert of_value(card) == of_value(Card("A", ("rust",)))
    assert len({of_value(card), of_value(Card("B", ("rust",))), of_value(Card("A", ()))}) == 3


def test_text_with_a_lone_surrogate_has_a_fingerprint() -> None:
    assert of_value("\ud800") != of_value("\ud801")


@pytest.mark.parametrize("seed", ["0", "1"])
def test_fingerprints_are_the_same_in_every_process(seed: str) -> None:
    program = (
        "from broadsheet.fingerprint import engine, of_value\n"
        "print(of_value(('a', {'b': 1, 'c': (2, None)})), engine())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
    )
    assert result.stdout.split()[0] == of_value(("a", {"b": 1, "c": (2, None)}))
    assert len(result.stdout.split()[1]) == len(engine()) == 20


def test_engine_knows_the_version_of_each_library_it_names() -> None:
    assert all(version(library) for library in LIBRARIES)


def test_fingerprints_stay_the_same_when_very_many_parts_are_known() -> None:
    many = [Card(str(number), ()) for number in range(MOST + 10)]
    fingerprints = Fingerprints()
    first = [fingerprints.value((it, it)) for it in many]
    assert [fingerprints.value((it, it)) for it in many[:100]] == first[:100]
    assert len(set(first)) == len(many)
