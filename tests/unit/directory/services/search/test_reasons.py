"""Why a fiche is there, in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from directory.domain.institution import Institution
from directory.domain.lines import texts_of
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.services.search.question import AskedPlace, Question
from directory.services.search.reason_words import how_far, in_words, verified_in_words
from directory.services.search.reasons import Reason, ReasonKind, Reasons
from directory.services.taxonomy.vocabularies import vocabularies_of
from directory.store.line_rows import line_of
from fiche.content import Content
from fiche.parts import Place
from search.criteria import Audience, Classification, OpenAt
from search.query import Hit, Point
from search.text.plan import Alternative, Group, TextPlan
from search.text.said import Read
from search.text.synonyms import Synonyms
from search.text.weak_words import WEAK_WORDS
from tests.fiches import GAZETTEER, NOW, TAXONOMY, fiche

NBSP = "\u00a0"
TODAY = date(2026, 3, 2)
SLOW = Institution("lent", "Institution lente", verification_months=12)
WORDS = vocabularies_of(TAXONOMY, {"lent": SLOW}, Synonyms(()), WEAK_WORDS)
ARLES = Place(commune_name="Arles", commune_code="13004", latitude=43.68, longitude=4.63, precision="adresse")
IN_ARLES = AskedPlace("Arles (13)", GAZETTEER.get("13004"), Point(43.6777, 4.6303))


def stored(content: Content, *, verified_days_ago: int | None = 12) -> Resource:
    verified = None if verified_days_ago is None else NOW - timedelta(days=verified_days_ago)
    return Resource(1, 1, content, Origin(SaveOrigin.FORM), NOW, NOW, verified)


def reasons(
    content: Content, question: Question, *, plan: TextPlan | None = None, km: float | None = None, listing: str = ""
) -> list[str]:
    hit = Hit(1, 0, km, 0, listing)
    place = content.places[0] if content.places else None
    reasons = Reasons(question, plan, WORDS, GAZETTEER, NOW)
    line = line_of(stored(content))
    terms = (content.audience_text, content.access_text, content.mobilisation_text, content.cost_text)
    texts = texts_of(line.title, line.structure, content.description, *terms)
    found = reasons.of(line, hit, how_far(km, place, question), texts, Read.of(*texts))
    return [in_words(reason) for reason in found]


def plan_of(*stems: str, need: str = "") -> TextPlan:
    options = tuple(Alternative(10, (stem,), "") for stem in stems)
    return TextPlan(
        tuple(
            Group(one.tokens[0], one.tokens[0], False, (one, *((Alternative(8, (), need),) if need else ())))
            for one in options
        )
    )


def test_words_found_say_where() -> None:
    content = fiche("Permis à un euro", places=(ARLES,))
    assert reasons(content, Question(), plan=plan_of("perm"))[0] == f"«{NBSP}perm{NBSP}» dans le titre"
    found = reasons(content, Question(), plan=plan_of("solidair"))
    assert found[0] == f"«{NBSP}solidair{NBSP}» dans le nom de la structure"
    assert reasons(content, Question(), plan=plan_of("absent"))[0].startswith("vérifiée")


def test_words_found_in_the_description_or_the_conditions_are_said_too() -> None:
    content = fiche("Accueil de jour", description="Douche et domiciliation agréée.", cost_text="Caution demandée")
    found = reasons(content, Question("domiciliation"), plan=plan_of("domicili"))
    assert found[0] == f"«{NBSP}domicili{NBSP}» dans la description"
    assert reasons(content, Question(), plan=plan_of("caution"))[0] == f"«{NBSP}caution{NBSP}» dans les conditions"


def test_neighbouring_words_are_said_with_the_small_words_between_them() -> None:
    groups = tuple(
        Group(stem, typed, False, (Alternative(10, (stem,)),))
        for stem, typed in (("banqu", "banque"), ("france", "France"))
    )
    content = fiche("Rendez-vous", description="Un dossier est remis à la Banque de France.")
    found = reasons(content, Question("dossier banque de France"), plan=TextPlan(groups))
    assert found[0] == f"«{NBSP}banque de France{NBSP}» dans la description"


def test_words_found_are_said_as_they_were_typed_or_read() -> None:
    content = fiche("Aide à la mobilité")
    options = (Alternative(10, ("mobilit",)),)
    typed = TextPlan((Group("mobilite", "mobilité", False, options),))
    read = TextPlan((Group("mobilite", "mobilte", False, options),), corrections=(("mobilte", "mobilité"),))
    for plan in (typed, read):
        assert reasons(content, Question(), plan=plan)[0] == f"«{NBSP}mobilité{NBSP}» dans le titre"


def test_a_synonym_is_not_said_to_be_the_word_itself() -> None:
    options = (Alternative(10, ("ficp",)), Alternative(6, ("perm",)))
    plan = TextPlan((Group("ficp", "FICP", False, options),))
    found = reasons(fiche("Permis à un euro"), Question(), plan=plan)
    assert found[0] == f"«{NBSP}Permis{NBSP}», proche de «{NBSP}FICP{NBSP}»"


def test_a_word_found_does_not_stand_for_its_neighbour_as_well() -> None:
    typed = Group("perm", "permis", False, (Alternative(10, ("perm",)),))
    other = Group("bours", "bourse", True, (Alternative(10, ("bours",)), Alternative(6, ("perm",))))
    found = reasons(fiche("Permis à un euro"), Question(), plan=TextPlan((typed, other)))
    assert found[0] == f"«{NBSP}permis{NBSP}» dans le titre"
    assert not any("proche de" in reason for reason in found)


def test_a_need_that_answers_without_a_word_is_named() -> None:
    expected = f"répond à «{NBSP}Passer son permis de conduire{NBSP}»"
    assert expected in reasons(fiche(), Question(), plan=plan_of("voitur", need="mobilite-permis"))
    assert expected not in reasons(fiche(), Question(), plan=plan_of("voitur", need="famille-garde"))
    # Nothing that holds for every line: the list answers that need alone.
    assert expected not in reasons(fiche(), Question(needs=("mobilite-permis",)))
    assert expected not in reasons(
        fiche(), Question(), plan=plan_of("voitur", need="mobilite-permis"), listing="meme-besoin"
    )


@pytest.mark.parametrize(
    "areas, expected",
    [
        (("com:13004",), "pour les habitants d’Arles"),
        (("dep:13",), None),
        (("fr",), None),
        (("dep:84",), None),
        ((), None),
    ],
)
def test_who_may_come_is_said_where_it_limits(areas: tuple[str, ...], expected: str | None) -> None:
    found = reasons(fiche(service_areas=areas), Question(place=IN_ARLES))
    assert [reason for reason in found if "vérifiée" not in reason] == ([expected] if expected else [])


def test_what_serves_a_place_from_afar_says_so() -> None:
    far = reasons(fiche(service_areas=("dep:13",)), Question(place=IN_ARLES), listing="plus-loin")
    assert far[0].startswith("couvre ")
    reason = Reason(ReasonKind.COVERS, detail="Métropole d'Aix-Marseille-Provence")
    assert in_words(reason) == "couvre Métropole d’Aix-Marseille-Provence"


def test_what_was_asked_and_is_not_said_is_named() -> None:
    content = fiche(audiences=(), hours="", needs=())
    criteria = (
        Audience(("jeunes",)),
        OpenAt(day=TODAY),
        Classification(needs=(("mobilite-permis", "mobilite"),)),
    )
    found = reasons(content, Question(criteria=criteria), listing="a-verifier")
    assert f"non communiqué{NBSP}: public, horaires, besoin précis" in found
    assert not any("non communiqué" in reason for reason in reasons(content, Question(criteria=criteria)))


def test_a_distance_is_said_as_well_as_it_is_known() -> None:
    question = Question(place=IN_ARLES)
    assert how_far(4.2, ARLES, question) == f"4,2{NBSP}km"
    vague = Place(commune_code="13004", precision="commune", latitude=43.6, longitude=4.6)
    assert how_far(0.0, vague, question) == "dans la commune"
    other = Place(commune_code="84007", precision="commune", latitude=43.9, longitude=4.8)
    assert how_far(33.31, other, question) == f"environ 33{NBSP}km"
    assert how_far(None, ARLES, question) == ""
    assert f"à 4,2{NBSP}km" in reasons(fiche(places=(ARLES,)), question, km=4.2)
    assert not any("km" in reason for reason in reasons(fiche(places=(ARLES,)), question, km=4.2, listing="a-distance"))


def test_freshness_follows_the_rule_of_the_institution() -> None:
    nine_months = stored(fiche(), verified_days_ago=270)
    assert verified_in_words(nine_months, WORDS, NOW) == f"à vérifier{NBSP}: dernière vérification il y a 9{NBSP}mois"
    patient = stored(fiche(institution="lent"), verified_days_ago=270)
    assert verified_in_words(patient, WORDS, NOW) == f"vérifiée il y a 9{NBSP}mois"
    own = stored(fiche(institution="lent", confirmed_every="1"), verified_days_ago=40)
    assert verified_in_words(own, WORDS, NOW).startswith("à vérifier")
    assert verified_in_words(stored(fiche(), verified_days_ago=None), WORDS, NOW) == "jamais vérifiée"


@pytest.mark.parametrize(
    "commune, at, said",
    [
        # Paris: confirmed at 00:30, asked at 00:40; then at 23:50 the evening before.
        ("13004", datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "vérifiée aujourd’hui"),
        ("13004", datetime(2026, 3, 2, 22, 50, tzinfo=UTC), "vérifiée hier"),
        # Fort-de-France: it is still the evening of the 2nd.
        ("97209", datetime(2026, 3, 2, 5, 0, tzinfo=UTC), "vérifiée aujourd’hui"),
        ("97209", datetime(2026, 3, 2, 3, 0, tzinfo=UTC), "vérifiée hier"),
    ],
)
def test_an_age_is_counted_in_days_of_the_place(commune: str, at: datetime, said: str) -> None:
    content = fiche(places=(Place(commune_name="Ici", commune_code=commune),))
    verified = replace(stored(content), verified_at=at)
    assert verified_in_words(verified, WORDS, datetime(2026, 3, 2, 23, 40, tzinfo=UTC)) == said
