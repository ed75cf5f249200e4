"""A fiche as plain text: for a message, a note, a text box."""

from directory.services.fiches.page import FichePage
from directory.web.fiche.sending import sending_of
from directory.web.search.hits import cost_of, listed
from directory.web.shared.words import address_lines, phone_in_words
from search.text.french import NBSP


def text_of(page: FichePage, url: str) -> str:
    """Return the lines that matter to the person, what decides first."""
    content, words = page.resource.content, page.words
    sending = sending_of(content, words)
    lines = [content.title, content.structure.name, ""]
    phones = (content.phone, content.second_phone)
    lines += [f"Téléphone{NBSP}: {phone_in_words(phone)}" for phone in phones if phone]
    if content.email:
        lines.append(f"Courriel{NBSP}: {content.email}")
    if content.website:
        lines.append(f"Site{NBSP}: {content.website}")
    lines += [f"Adresse{NBSP}: {', '.join(address_lines(place))}" for place in content.places if address_lines(place)]
    lines += _hours(page)
    lines += ["", f"Comment s’y adresser{NBSP}: {sending.mode}", *(f"- {step}" for step in sending.steps)]
    if content.documents_to_bring:
        lines.append(f"À apporter{NBSP}: {content.documents_to_bring}")
    cost = cost_of(content.costs, content.cost_text, words)
    if cost:
        lines.append(f"Coût{NBSP}: {cost}")
    audience = listed("public", content.audiences, words)
    if audience:
        lines.append(f"Public{NBSP}: {audience}")
    return "\n".join([*lines, "", *([url] if url else [])]).strip() + "\n"


def _hours(page: FichePage) -> list[str]:
    lines = [f"- {day.name}{NBSP}: {', '.join(day.ranges) if day.ranges else 'fermé'}" for day in page.week]
    text = page.resource.content.hours_text
    if not lines:
        return [f"Horaires{NBSP}: {text}"] if text else []
    return [f"Horaires{NBSP}:", *lines, *([text] if text else [])]
