"""A value is made when it is asked for, and only once."""

import pickle

from broadsheet.site.later import Later, Once


def test_a_value_is_made_once_and_only_when_it_is_asked_for() -> None:
    asked: list[int] = []

    def make() -> int:
        asked.append(1)
        return 7

    value = Once(make)
    assert not asked
    assert (value(), value()) == (7, 7)
    assert len(asked) == 1


def test_a_value_is_pickled_with_what_it_is() -> None:
    assert pickle.loads(pickle.dumps(Once(lambda: "made")))() == "made"


def test_what_is_ready_in_a_context_needs_nothing_made() -> None:
    context = Later({"heading": "A"}, lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    assert context["heading"] == "A"


def test_a_changed_context_keeps_what_is_ready() -> None:
    context = Later({"heading": "A"}, lambda: {"site": 1, "heading": "A"})
    changed = context.but(lambda values: {**values, "site": 2})
    assert dict(changed) == {"site": 2, "heading": "A"}


def test_what_a_value_is_made_of_is_given_to_what_makes_it() -> None:
    assert Once(divmod, 7, 2)() == (3, 1)
    context = Later({"heading": "A"}, lambda *given: {"given": given}, 1, 2)
    assert dict(context) == {"given": (1, 2), "heading": "A"}


def test_context_that_lets_its_values_go_makes_them_again() -> None:
    made: list[int] = []

    def make() -> dict[str, int]:
        made.append(1)
        return {"times": len(made)}

    context = Later({}, make)
    context.keep()
    assert (context["times"], len(made)) == (1, 1)
    context.let_go()
    assert (context["times"], len(made)) == (2, 2)
