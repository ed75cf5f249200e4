"""What people attach to a fiche without saving it."""

from enum import StrEnum


class Attachment(StrEnum):
    """The gravest first: what is said of a fiche that has several."""

    OFFICE = "antenne"
    APART = "distinguee"
    ENTRY = "en-cours-de-modification"
    NOTE = "note"
    OUTCOME = "suite"
    SELECTION = "selection"
    FOLLOW = "suivie"
