"""Contexts of templates: what they do is what Jinja's do."""

from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, pass_context
from jinja2.runtime import Context

from broadsheet.rendering.environment import SharingEnvironment

NAMED = "{% macro named(name, end='.') %}<b>{{ name }} {{ town }}{{ end }}</b>{% endmacro %}"
TEMPLATES = {
    "macros.html": NAMED,
    "open.html": "{% macro any() %}{{ varargs }} {{ kwargs }}{% endmacro %}",
    "wrap.html": "{% macro wrap(tag) %}<{{ tag }}>{{ caller() }}</{{ tag }}>{% endmacro %}",
    "included.html": "{{ town }} {{ inner | default('nothing') }}",
}


def both(source: str, **values: Any) -> tuple[str, str]:
    """What our environment and Jinja's own make of a template."""
    ours, plain = (
        kind(
            loader=DictLoader({**TEMPLATES, "page.html": source}),
            autoescape=True,
            undefined=StrictUndefined,
        )
        for kind in (SharingEnvironment, Environment)
    )
    for environment in (ours, plain):
        environment.globals["seen"] = seen
    return tuple(it.get_template("page.html").render(values) for it in (ours, plain))  # type: ignore[return-value]


@pass_context
def seen(context: Context, name: str) -> str:
    return str(context.get(name, "unseen"))


@pytest.mark.parametrize(
    "source",
    [
        "{% from 'macros.html' import named with context %}{{ named('<A>') }}{{ named('B', '!') }}",
        "{% import 'macros.html' as m with context %}"
        "{% for it in 'ab' %}{{ m.named(it) }}{% endfor %}",
        "{% from 'macros.html' import named with context %}{{ named(end='<', name='C') }}",
        "{{ made.town }} {{ made.town.real }} {{ made.items }} {{ made.inner.deep.er }}"
        "{% for it in made.list %}{{ it.upper() }}{{ loop.first }}{% endfor %}",
        "{{ 1 if not made.inner }}{{ made.none is defined }}{{ made.town if made.inner }}{{ 7 }}",
        "{% from 'open.html' import any %}{{ any(1, 2, three=3) }}",
        "{% from 'wrap.html' import wrap %}{% call wrap('i') %}{{ town }} & more{% endcall %}",
        "{% for inner in 'ab' %}{% include 'included.html' %}{{ seen('inner') }}{% endfor %}",
        "{% set inner = 'set' %}{% include 'included.html' %}{{ seen('inner') }}{{ seen('town') }}",
        "{% block one %}{% set inner = 1 %}{{ seen('inner') }}{{ self.two() }}{% endblock %}"
        "{% block two %}{{ seen('town') }}{% endblock %}",
    ],
)
def test_template_is_rendered_as_by_jinja(source: str) -> None:
    made = {"town": 1, "inner": {"deep": {"er": "<&>"}}, "list": ["a", "b"]}
    ours, plain = both(source, town="Kabul", made=made)

    assert ours == plain


def test_name_that_is_missing_is_missing_in_a_macro_too() -> None:
    with pytest.raises(UndefinedError, match="'town' is undefined"):
        both("{% from 'macros.html' import named with context %}{{ named('A') }}")


def test_attribute_that_is_missing_is_told_of_as_by_jinja() -> None:
    with pytest.raises(UndefinedError, match="'dict object' has no attribute 'north'"):
        both("{{ town.north.east }}", town={})


def test_macro_that_is_given_too_much_is_refused() -> None:
    with pytest.raises(TypeError, match="takes not more than 2"):
        both("{% from 'macros.html' import named with context %}{{ named(1, 2, 3) }}", town="K")


def test_macro_that_is_given_a_value_twice_is_refused() -> None:
    with pytest.raises(TypeError, match="takes no keyword argument 'name'"):
        both("{% from 'macros.html' import named with context %}{{ named(1, name=2) }}", town="K")


def test_template_that_is_kept_sees_the_values_of_each_render_alone() -> None:
    environment = SharingEnvironment(loader=DictLoader(TEMPLATES), autoescape=True)

    first = environment.get_template("included.html").render(town="A", inner="1")
    second = environment.get_template("included.html").render(town="B")

    assert (first, second) == ("A 1", "B nothing")
