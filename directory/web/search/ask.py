"""The form again: something asked cannot be used, or the place must be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from directory.errors import BadInput, FieldError
from directory.http.links import link
from directory.web.search.bar import SEARCH, Link, SearchBar, search_bar


@dataclass(frozen=True, slots=True)
class AskView:
    """The form again: something asked cannot be used, or the place must be chosen."""

    bar: SearchBar
    title: str
    errors: tuple[FieldError, ...]
    choices: tuple[Link, ...]


def ask_again(asked: Mapping[str, tuple[str, ...]], error: BadInput) -> ResponseReturnValue:
    """Show the form with each error beside its field; a place with homonyms is a question, not an error."""
    choices = tuple(
        Link(choice.label, link(SEARCH, {**asked, "lieu": ()}, commune=choice.code))
        for each in error.errors
        for choice in each.choices
    )
    only_a_choice = all(each.code == "lieu-ambigu" for each in error.errors)
    title = "De quel lieu s’agit-il\u00a0?" if only_a_choice else "La recherche est à corriger"
    view = AskView(search_bar(asked, None, error.errors), title, error.errors, choices)
    return render_template("pages/ask.html", view=view), 200 if only_a_choice else 422
