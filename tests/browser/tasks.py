"""Twelve things an advisor does with someone sitting in front of them, told as steps."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

Check = Callable[[Page], None]


@dataclass(frozen=True)
class Step:
    """One interaction after typing.

    kind   ``check`` a criterion, ``choose`` in a list, ``offer`` a dashed tag, ``open`` the first fiche.
    """

    kind: str
    label: str = ""
    value: str = ""


@dataclass(frozen=True)
class Task:
    """What is typed in both fields, the steps once it is sent, and what must then be seen.

    suggestion         taken under the first field, where scripts run; without them its words are typed.
    place_suggestion   the same under the second field; without scripts the place is typed as it is.
    plain              the steps without scripts, where they differ.
    """

    name: str
    text: str
    place: str
    steps: tuple[Step, ...]
    seen: Check
    place_suggestion: str = ""
    suggestion: str = ""
    plain: tuple[Step, ...] | None = None


def first_hit(page: Page, words: str) -> None:
    expect(page.locator(".hits").first.locator(".hit").first).to_contain_text(re.compile(words, re.IGNORECASE))


def total_above_zero(page: Page) -> None:
    expect(page.locator("#total")).to_contain_text(re.compile(r"^[1-9]"))


def saturday_nursery(page: Page) -> None:
    total_above_zero(page)
    first_hit(page, "crèche|enfant|accueil")
    expect(page.locator(".tags")).to_contain_text("Ouvert samedi")


def shelter_tonight(page: Page) -> None:
    total_above_zero(page)
    expect(page.locator("#total")).to_contain_text("autour d’Arles")
    expect(page.locator(".emergency")).to_contain_text("115")
    expect(page.locator(".tags .tag:not(.offer)").filter(has_text="Ouvert")).to_have_count(1)


def licence_on_prescription(page: Page) -> None:
    expect(page.locator(".mobilise")).to_contain_text("Prescription")
    expect(page.locator(".steps li").first).not_to_be_empty()


def address_and_hours(page: Page) -> None:
    expect(page.locator(".fiche-head .who")).to_contain_text("CCAS de Gardanne")
    expect(page.locator(".panel").first).to_contain_text("13120 Gardanne")
    expect(page.locator("table.week tr")).to_have_count(7)
    expect(page.locator("table.week tr[aria-current=date]")).to_contain_text("aujourd’hui")


def cap_emploi(page: Page) -> None:
    expect(page.locator(".fiche-head .who")).to_contain_text("Cap emploi")
    expect(page.locator("#orienter")).to_have_text("Comment y envoyer la personne")
    expect(page.locator(".steps li").first).not_to_be_empty()
    expect(page.locator("#service")).to_have_text("Ce qui est proposé")


def without_travelling(page: Page) -> None:
    total_above_zero(page)
    expect(page.locator(".tags")).to_contain_text("À distance")


def free_food(page: Page) -> None:
    total_above_zero(page)
    for hit in page.locator(".hits").first.locator(".hit").all()[:3]:
        # Lines of one title say what they share once, above them.
        shared = "hit => hit.closest('.same')?.querySelector(':scope > .facts')?.textContent ?? ''"
        said = hit.locator(".facts").inner_text() + hit.evaluate(shared)
        assert "Gratuit" in said


def for_the_young(page: Page) -> None:
    total_above_zero(page)
    expect(page.locator(".tags")).to_contain_text("Jeunes")
    first_hit(page, "psycho")


def what_to_bring(page: Page) -> None:
    expect(page.locator("h1")).to_contain_text(re.compile("énergie|électri|impayés", re.IGNORECASE))
    expect(page.locator(".panel").first.locator("a[href^='tel:'], a[href^='mailto:']").first).to_be_visible()


def nearest_first(page: Page) -> None:
    total_above_zero(page)
    texts = [text.replace("\u00a0", " ") for text in page.locator(".hits").first.locator(".km").all_inner_texts()]
    metres = [distance for text in texts if (distance := in_metres(text)) is not None]
    assert len(metres) > 1
    assert metres == sorted(metres)


def in_metres(text: str) -> float | None:
    found = re.fullmatch(r"([\d,]+) (k?m)", text)
    return float(found[1].replace(",", ".")) * (1000 if found[2] == "km" else 1) if found else None


def the_need(page: Page) -> None:
    total_above_zero(page)
    expect(page.locator(".tags")).to_contain_text("Passer son permis de conduire")


def by_phone_number(page: Page) -> None:
    expect(page.locator(".hits").first).to_contain_text("numéro de téléphone identique")


CHECK_NURSERY = Step("choose", "Ouvert", "samedi")
OPEN = Step("open")

TASKS: tuple[Task, ...] = (
    Task(
        "une crèche à horaires décalés près de Vitrolles, ouverte samedi", "crèche horaires décalés", "Vitrolles",
        (CHECK_NURSERY,), saturday_nursery, place_suggestion="Vitrolles (13)",
    ),
    Task(
        "un hébergement ce soir à Arles", "hébergement ce soir à Arles", "",
        (Step("offer", "Autour d’Arles (13)"), Step("offer", "Ouvert ce soir")), shelter_tonight,
    ),
    Task(
        "aide pour payer le permis, sur prescription", "aide pour payer le permis", "Martigues",
        (Step("check", "Prescription directe"), OPEN), licence_on_prescription,
    ),
    Task("l’adresse et les horaires du CCAS de Gardanne", "CCAS de Gardanne", "", (OPEN,), address_and_hours),
    Task(
        "que fait Cap emploi et comment y envoyer quelqu’un", "Cap emploi", "", (OPEN,), cap_emploi,
        suggestion="Cap emploi des Bouches-du-Rhône – site d’Arles",
    ),
    Task(
        "les aides accessibles sans se déplacer", "", "Salon-de-Provence",
        (Step("check", "À distance"),), without_travelling,
    ),
    Task("une aide alimentaire gratuite", "aide alimentaire", "Marseille", (Step("check", "Gratuit"),), free_food),
    Task("un psychologue pour un jeune", "psychologue", "Aix-en-Provence", (Step("check", "Jeunes"),), for_the_young),
    Task("une facture d’électricité impayée", "facture d’électricité", "Istres", (OPEN,), what_to_bring),
    Task("le plus proche d’abord", "médecin", "Marignane", (Step("choose", "Trier par", "distance"),), nearest_first),
    Task(
        "un besoin choisi pendant la saisie", "permis", "Martigues", (), the_need,
        suggestion="Passer son permis de conduire", plain=(Step("offer", "Passer son permis de conduire"),),
    ),
    Task("à qui est ce numéro", "{phone}", "", (), by_phone_number),
)  # fmt: skip
