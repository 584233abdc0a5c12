"""How much the tests do that `make test` runs, and what is left for `make test-all`.

The random ones, marked `whole`, run at size 1 in `make test`, and at size 16 besides in `make
test-all`, with other seeds: 3,400 edits, and 340 builds, some 230 publishes, 200 changes of the
desk and 36 desks that are killed in all. Another size or another seed is worth a night:

    BROADSHEET_TEST_SIZE=100 BROADSHEET_TEST_SEED=7000 .venv/bin/pytest -m whole -n auto

What is shown again in other surroundings, such as another language, another width of the window or
another web server, is marked `rest`: `make test` has one of each kind, `make test-all` the others.
"""

import os
from collections.abc import Iterable
from typing import Any

import pytest

SIZE = int(os.environ.get("BROADSHEET_TEST_SIZE", "1"))
FIRST_SEED = int(os.environ.get("BROADSHEET_TEST_SEED", "0"))

EDITS = 100 + 214 * (SIZE - 1)  # random edits of the law
KILLS = 20 * SIZE  # builds that are killed
PUBLISHING = 1 + SIZE // 4  # what is published takes longer than what is built
DAYS = 60 * PUBLISHING  # of a site whose addresses must last
DAYS_OF_A_SITE = 60
CUT_PUBLISHES = 4 * PUBLISHING  # publishes over ssh that are killed, by each way
KILLED_CHANGES, KILLED_CHANGES_OF_A_SHARE = 12 * SIZE, 12  # of the desk's changes of content
KILLED_DESKS, KILLED_DESKS_OF_A_SHARE = 6 * PUBLISHING, 6  # in a process of their own
KILLED_PUBLISHES = 20 * PUBLISHING  # publishes to a folder or a branch that are killed
OTHER_REPORTS = min(6_000, 2_000 * SIZE)  # among which groups of reports are to be found
EVERY_TEXT = max(1, 9 // SIZE)  # 9: every ninth of the sample site
EDITS_OF_A_SHARE, KILLS_OF_A_SHARE = 100, 25  # a share is one test, so all cores have work
CUT_PUBLISHES_OF_A_SHARE = 4
EDITS_OF_A_SITE = 20  # then the law begins with a new site


def first_of(values: Iterable[Any], count: int = 1) -> list[Any]:
    """Values of a parameter, of which only the first so many are tried by `make test`."""
    return [
        value if number < count else pytest.param(*_together(value), marks=pytest.mark.rest)
        for number, value in enumerate(values)
    ]


def _together(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def seeds(all_of_them: int, in_a_share: int) -> range:
    """One seed for each share of a test."""
    return range(FIRST_SEED, FIRST_SEED + max(1, all_of_them // in_a_share))
