"""What waits for somebody in *À faire*: kinds, in their order, and lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

LATER = timedelta(days=7)
"""For how long a line left for later stays away."""


class TaskKind(StrEnum):
    """In the order of the page."""

    REPORTS = "signalements"
    CONFIRM = "a-confirmer"
    OFFICES = "antennes"
    DUPLICATES = "doublons"
    IMPORTS = "imports"
    INCOMPLETE = "incompletes"
    NO_PLACE = "sans-lieu"
    ENTRIES = "saisies"


@dataclass(frozen=True, slots=True)
class PutOff:
    """A line that one person left for later. ``path``: the number of its fiche, or nothing."""

    account_id: int
    kind: str
    key: str
    title: str
    path: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of text that a button sends: its name, its label, and how many characters it may have.

    value   what it holds to begin with.
    sends   the label of its button; the gesture's own where it stands open, as that of the main gesture does.
    """

    name: str
    label: str
    most: int
    value: str = ""
    sends: str = ""


@dataclass(frozen=True, slots=True)
class Gesture:
    """One button or link of a line.

    endpoint, values   the route, and the parameters of its address.
    fields             what the button sends besides; a link sends nothing.
    asks               what is to be typed before the button does anything; None for nothing.
    field              attribute of the fiche at which its form opens, for a link to a form.
    folds              the line folds in place once it is done, and may be taken back (with a script).
    """

    label: str
    endpoint: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    is_link: bool = False
    folds: bool = False
    asks: Asked | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One line.

    key        what names it within its kind: digits, letters and hyphens.
    title      of what it is about, whose page is at ``endpoint``.
    second     another title, for a pair: title, endpoint and parameters of its address.
    who        such as "Garage solidaire La Bielle · Martigues".
    facts      which fact (``services.freshness.facts``) and its text, such as ``("telephone", "04 65 71 40 18")``.
    why        why it is there, in a sentence.
    main       what one most often does: a button, or a link that looks like one.
    others     the other links.
    may_wait   whether it may be left for a week.
    """

    key: str
    title: str
    endpoint: str
    values: Mapping[str, str | int]
    who: str
    why: str
    main: Gesture
    others: tuple[Gesture, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    second: tuple[str, str, Mapping[str, str | int]] | None = None
    may_wait: bool = True


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a kind holds for somebody: how many lines in all, and the first of them."""

    total: int
    tasks: tuple[Task, ...] = ()


NOTHING = Waiting(0)
