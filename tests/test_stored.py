"""Articles and their parts come out of the store as they went in."""

import pickle
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from broadsheet.content.front_matter import Source
from broadsheet.dates import Moment

MOMENT = Moment(datetime(2026, 1, 31, 9, tzinfo=UTC), True)


def test_a_stored_value_is_the_same_again() -> None:
    source = Source("A", "https://a.example/1", "A title")
    assert pickle.loads(pickle.dumps((MOMENT, source))) == (MOMENT, source)


def test_a_stored_value_cannot_be_changed() -> None:
    again = pickle.loads(pickle.dumps(MOMENT))
    with pytest.raises(FrozenInstanceError):
        again.has_time = False
