"""The lower bounds that `make test-lowest` installs."""

from tests.lowest import lowest


def test_lower_bound_becomes_the_exact_version() -> None:
    assert list(lowest(["a-b>=1.2,<2", "c>=2025.1"])) == ["a-b==1.2", "c==2025.1"]
