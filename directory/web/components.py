"""The living page of components, in development only: every component in each of its states."""

from flask import Blueprint, render_template

from directory.domain.profiles import Action
from directory.http import needs

components = Blueprint("components", __name__)


@components.get("/composants")
@needs(Action.READ)
def every_component() -> str:
    return render_template("pages/components.html")
