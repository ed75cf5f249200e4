"""Days, moments, numbers and hours as people write them: ``{{ at|day }}``, ``{{ total|number }}``."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup, escape

from search.text.french import NBSP, day_in_words, number_in_words

HERE = ZoneInfo("Europe/Paris")
_RANGE = re.compile(f"[^ ]+{NBSP}–{NBSP}[^ ]+")


def add_dates(app: Flask) -> None:
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["number"] = number_in_words
    app.jinja_env.filters["hours"] = hours


def day(at: date | datetime) -> str:
    """Return such words as "4 mars 2026"; an instant is told by the day it falls on in Paris."""
    here = at.astimezone(HERE).date() if isinstance(at, datetime) else at
    return f"{day_in_words(here)} {here.year}"


def moment(at: datetime) -> str:
    """Return such words as "4 mars 2026 à 10 h 40"."""
    here = at.astimezone(HERE)
    return f"{day(at)} à {here.hour}{NBSP}h{NBSP}{here.minute:02}"


def hours(line: str) -> Markup:
    """Return hours in words, each range such as "9 h – 12 h" on one line: a browser cuts after a dash, space or not."""
    return Markup(_RANGE.sub(r'<span class="range">\g<0></span>', str(escape(line))))
