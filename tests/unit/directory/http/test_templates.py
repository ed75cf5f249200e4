"""Templates made in less time say what Jinja says."""

from collections.abc import Callable, Mapping
from functools import cache

import pytest
from flask import Flask
from flask.templating import Environment
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, StrictUndefined, UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from directory.http.templates import Templates, escaped


class Drawn:
    def __html__(self) -> str:
        return "<i>"


class Named(str):
    __slots__ = ()

    def __html__(self) -> str:
        return "<b>"


@pass_context
def named(context: Context, name: str) -> object:
    return context.get(name)


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "named": named, "length": len, "kept": cache(str.upper), "doubled": lambda text, *, times=2: text * times,
}  # fmt: skip
TEMPLATES = {
    "pieces.html": (
        "{% macro piece(said, mark='<', times=1) %}{{ mark }}{{ doubled(said, times=times) }}{% endmacro %}"
        "{% macro around() %}<p>{{ caller() }}</p>{% endmacro %}"
    ),
    "base.html": "<title>{% block title %}{% endblock %}</title>{% block main %}{% endblock %}",
    "page.html": (
        "{% extends 'base.html' %}{% from 'pieces.html' import piece, around %}"
        "{% block title %}{{ title }}{% endblock %}"
        "{% block main %}{% for each in values %}{% set own = loop.index %}{{ piece(said=each, times=2) }}"
        "{{ piece(each, mark='&' | safe) }}{{ named('own') }}{{ each ~ title }}{{ each | join('<') }}{% endfor %}"
        "{% call around() %}{{ title }}{% endcall %}{{ kept('é<') }}{{ length('abc') }}{{ drawn }}{{ none }}{{ true }}"
        "{{ 1.5 }}{{ title.strip() }}{{ [title] }}{% set bit %}<{{ title }}>{% endset %}{{ bit }}{{ '<const>' }}"
        "{% autoescape false %}{{ title }}{% endautoescape %}{% endblock %}"
    ),
    "plain.txt": "{{ title }}{{ named('title') }}",
    "unknown.html": "{{ nothing }}",
    "uncalled.html": "{{ nothing() }}",
}


def made_by(kind: type[Environment]) -> Environment:
    made = kind(Flask(__name__), loader=DictLoader(TEMPLATES), autoescape=lambda name: str(name).endswith(".html"))
    made.undefined = StrictUndefined
    made.globals.update(FUNCTIONS)
    return made


TEXTS = st.text(alphabet=st.sampled_from("a é&<>'\"\u00a0"), max_size=8)


@given(st.one_of(TEXTS, TEXTS.map(Markup), TEXTS.map(Named), st.integers(), st.booleans(), st.none(), st.floats()))
def test_a_value_is_escaped_as_the_library_does(value: object) -> None:
    assert escaped(value) == escape(value)
    assert escaped(Drawn()) == "<i>"


@given(TEXTS, st.lists(st.one_of(TEXTS, TEXTS.map(Markup)), max_size=4))
def test_a_page_is_that_of_jinja(title: str, values: list[str]) -> None:
    said = {"title": title, "values": values, "drawn": Drawn()}
    for name in ("page.html", "plain.txt"):
        assert QUICK.get_template(name).render(said) == PLAIN.get_template(name).render(said)


QUICK, PLAIN = made_by(Templates), made_by(Environment)


@pytest.mark.parametrize("name", ["unknown.html", "uncalled.html"])
def test_what_nobody_gave_is_refused(name: str) -> None:
    with pytest.raises(UndefinedError):
        QUICK.get_template(name).render()


def test_a_text_stays_a_text_in_what_is_safe() -> None:
    assert isinstance(QUICK.get_template("pieces.html").module.piece("<"), Markup)  # type: ignore[attr-defined]
