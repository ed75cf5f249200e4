"""A fiche as a short message: 300 signs at most, in the alphabet of telephones, turned to the person."""

import re

from directory.services.fiches.page import FichePage
from directory.web.fiche.gsm7 import in_gsm7, signs
from directory.web.fiche.person import WAIT, person_steps
from directory.web.shared.words import address_lines, phone_in_words
from search.text.french import DAYS

MOST_SIGNS = 300
LONGEST_NAME_SIGNS = 90

_DAY_NAMES = "|".join(DAYS)


def sms_of(page: FichePage, url: str, *, most: int = MOST_SIGNS) -> str:
    """Return what decides: the name, what to do, where, when, the address of the fiche; what does not fit is left out.

    A closure comes before the hours: it alone keeps from going for nothing.
    """
    content = page.resource.content
    steps = [step for step in person_steps(content) if not step.endswith(":")]
    wanted = [in_gsm7(steps[0])]
    phone = phone_in_words(content.phone) if content.phone else ""
    if phone and WAIT not in steps and in_gsm7(phone) not in wanted[0]:
        wanted.append(in_gsm7(f"Tél. {phone}"))
    wanted += [in_gsm7(line) for line in page.usual.ahead[:1]]
    wanted += [in_gsm7(", ".join(address_lines(place))) for place in content.places[:1]]
    wanted.append(_hours(page))
    kept = [_cut(in_gsm7(f"{content.title}, {content.structure.name}"), LONGEST_NAME_SIGNS)]
    left = most - signs(kept[0]) - (signs(url) + 1 if url else 0)
    for line in wanted:
        if line and signs(line) < left:
            kept.append(line)
            left -= signs(line) + 1
    return "\n".join([*kept, *([in_gsm7(url)] if url else [])])


def _hours(page: FichePage) -> str:
    lines = [short_hours(line) for line in (*page.usual.week, *page.usual.besides)]
    text = page.resource.content.hours_text
    told = "; ".join(lines) if lines else in_gsm7(" ".join(text.split()))
    return f"Horaires: {told}" if told else ""


def short_hours(line: str) -> str:
    """Return ``lun-ven 9h-12h, 14h-17h`` for "du lundi au vendredi : 9 h – 12 h, 14 h – 17 h"."""
    text = in_gsm7(line)
    text = re.sub(rf"du ({_DAY_NAMES}) au ({_DAY_NAMES})", lambda days: f"{days[1][:3]}-{days[2][:3]}", text)
    text = re.sub(rf"\b({_DAY_NAMES})(?!s)\b", lambda day: day[1][:3], text)
    text = re.sub(r"(\d) ?h(?: (\d\d)\b)?", lambda time: f"{time[1]}h{time[2] or ''}", text)
    return text.replace(" - ", "-").replace(" : ", " ").replace("tous les jours", "7j/7")


def _cut(text: str, longest: int) -> str:
    return text if signs(text) <= longest else text[: longest - 3].rsplit(" ", 1)[0] + "..."
