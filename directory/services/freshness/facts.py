"""The main facts of a fiche, to see at a glance whether they still hold: in *À faire*, in mails, behind a link."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from directory.services.hours.usual import usual_hours
from fiche.codes import AUDIENCES, COSTS, MOBILISATIONS, RECEPTIONS
from fiche.content import Content
from search.text.french import kept_together, name_in_print


@dataclass(frozen=True, slots=True)
class Fact:
    """One line. ``kind``: which fact it is. ``lines``: at least one."""

    kind: str
    label: str
    lines: tuple[str, ...]


def facts_of(content: Content, today: date) -> tuple[Fact, ...]:
    """Return what people are sent with: phone, mail, address, hours, how one is sent, cost, public."""
    return tuple(Fact(kind, label, lines) for kind, label, lines in _facts(content, today) if lines)


def who_of(content: Content) -> tuple[str, str]:
    """Return the structure of a fiche and its town, empty where it has none."""
    town = next((place.commune_name for place in content.places if place.commune_name), "")
    return content.structure.name, name_in_print(town)


def _facts(content: Content, today: date) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield "telephone", "Téléphone", _said(content.phone, content.second_phone)
    yield "courriel", "Courriel", _said(content.email)
    yield "adresse", "Adresse", _where(content)
    yield "horaires", "Horaires", _hours(content, today)
    how = [MOBILISATIONS[code].lower() for code in content.mobilisations if code in MOBILISATIONS]
    yield "envoyer", "Envoyer", _said(", ".join(how), content.mobilisation_text)
    yield "cout", "Coût", _said(", ".join(COSTS[code] for code in content.costs if code in COSTS), content.cost_text)
    public = ", ".join(AUDIENCES[code] for code in content.audiences if code in AUDIENCES)
    yield "public", "Public", _said(public, content.audience_text)


def _said(*texts: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()) for text in texts if text.strip())


def _where(content: Content) -> tuple[str, ...]:
    if content.is_remote_only:
        return (", ".join(RECEPTIONS[code].lower() for code in content.receptions if code in RECEPTIONS),)
    towns = (f"{place.postcode} {name_in_print(place.commune_name)}".strip() for place in content.places)
    found = (
        ", ".join(part for part in (place.address, town) if part)
        for place, town in zip(content.places, towns, strict=True)
    )
    return tuple(each for each in found if each)


def _hours(content: Content, today: date) -> tuple[str, ...]:
    usual = usual_hours(content.hours, content.closures, content.home_commune, today)
    return (*(kept_together(line) for line in (*usual.week, *usual.besides)), *_said(content.hours_text))
