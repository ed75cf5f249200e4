"""A fiche as plain text that speaks to the person: for a message, a note, a text box."""

from directory.services.fiches.page import FichePage
from directory.web.fiche.person import person_steps
from directory.web.search.hits import cost_of
from directory.web.shared.words import address_lines, phone_in_words
from search.text.french import NBSP


def text_of(page: FichePage, url: str) -> str:
    """Return the lines that matter to the person, what decides first."""
    content = page.resource.content
    lines = [content.title, content.structure.name, ""]
    lines += [f"Ce qu’il faut faire{NBSP}:", *(f"- {step}" for step in person_steps(content)), ""]
    phones = (content.phone, content.second_phone)
    lines += [f"Téléphone{NBSP}: {phone_in_words(phone)}" for phone in phones if phone]
    if content.email:
        lines.append(f"Courriel{NBSP}: {content.email}")
    if content.website:
        lines.append(f"Site{NBSP}: {content.website}")
    lines += [f"Adresse{NBSP}: {', '.join(address_lines(place))}" for place in content.places if address_lines(place)]
    lines += _hours(page)
    if content.documents_to_bring:
        lines.append(f"À apporter{NBSP}: {content.documents_to_bring}")
    cost = cost_of(content.costs, content.cost_text, page.words)
    if cost:
        lines.append(f"Coût{NBSP}: {cost}")
    return "\n".join([*lines, "", *([url] if url else [])]).strip() + "\n"


def _hours(page: FichePage) -> list[str]:
    """Return the usual week, what differs from it, then what is closed and from when to when."""
    text = page.resource.content.hours_text
    lines = [f"- {line}" for line in (*page.usual.week, *page.usual.besides)]
    if not lines:
        return [*([f"Horaires{NBSP}: {text}"] if text else []), *page.usual.ahead]
    return [f"Horaires{NBSP}:", *lines, *([text] if text else []), *page.usual.ahead]
