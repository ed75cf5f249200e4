"""Marks and excerpts: what was found, in the text as written, safe in HTML."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from search.text.highlight import ELLIPSIS, Highlighter, excerpt, highlight
from search.text.said import Read
from tests.unit.search.text.plans import plan_of


def test_words_are_marked_whatever_their_form() -> None:
    assert highlight("Deux Crèches, une crèche.", plan_of("creche")) == (
        "Deux <mark>Crèches</mark>, une <mark>crèche</mark>."
    )


def test_a_set_of_stems_will_do() -> None:
    assert highlight("Permis B", {"perm"}) == "<mark>Permis</mark> B"


def test_the_text_is_escaped_first() -> None:
    marked = highlight('<script>alert("permis")</script> & co', plan_of("permis"))
    assert isinstance(marked, Markup)
    assert marked == "&lt;script&gt;alert(&#34;<mark>permis</mark>&#34;)&lt;/script&gt; &amp; co"


def test_a_phrase_is_marked_only_when_whole() -> None:
    plan = plan_of("css")
    assert (
        highlight("La complémentaire de santé solidaire", plan) == "La <mark>complémentaire de santé solidaire</mark>"
    )
    assert highlight("Une complémentaire santé", plan) == "Une complémentaire santé"


def test_synonyms_are_marked_too() -> None:
    assert highlight("Votre auto-école", plan_of("permis")) == "Votre <mark>auto-école</mark>"


def test_words_that_follow_are_marked_as_one() -> None:
    plan = plan_of("permis de conduire")
    assert highlight("Passer le permis de conduire", plan) == "Passer le <mark>permis de conduire</mark>"
    assert highlight("Un rendez-vous", plan_of("rendez-vous")) == "Un <mark>rendez-vous</mark>"
    assert highlight("Permis B : conduire mieux", plan).count("<mark>") == 2
    assert highlight("Le permis. Conduire, aussi", plan).count("<mark>") == 2
    assert highlight("le permis pour bien conduire", plan).count("<mark>") == 2


def test_a_weak_word_is_marked_beside_a_word_that_matters_or_where_none_does() -> None:
    plan = plan_of("logement sans garant")
    assert highlight("Sans rendez-vous, un logement", plan) == "Sans rendez-vous, un <mark>logement</mark>"
    assert highlight("Sans logement", plan) == "<mark>Sans logement</mark>"
    assert highlight("Une aide", plan_of("aide")) == "Une <mark>aide</mark>"


def test_stop_words_are_not_marked() -> None:
    assert "<mark>de" not in highlight("Permis de conduire", plan_of("permis de conduire"))


def test_elided_and_dotted_words_are_marked_whole() -> None:
    assert highlight("l’hébergement", plan_of("hebergement")) == "l’<mark>hébergement</mark>"
    assert highlight("Le C.C.A.S. aide", plan_of("ccas")) == "Le <mark>C.C.A.S.</mark> aide"


@given(st.text(max_size=200), st.sampled_from(["permis", "crèche près d’Arles", "css", ""]))
def test_nothing_is_lost_but_for_the_marks(text: str, query: str) -> None:
    marked = str(highlight(text, plan_of(query)))
    assert html.unescape(re.sub("</?mark>", "", marked)) == html.unescape(html.escape(text))


LONG = "Bienvenue chez nous. " * 20 + "Le permis de conduire s’apprend ici. " + "Autre chose encore. " * 20


def test_a_short_text_is_returned_whole() -> None:
    assert excerpt("Le  permis\nde conduire", plan_of("permis")) == "Le permis de conduire"


def test_an_excerpt_shows_what_was_found() -> None:
    found = excerpt(LONG, plan_of("permis de conduire"))
    assert "permis de conduire" in found
    assert found.startswith("Le permis de conduire") and found.endswith(ELLIPSIS)
    assert len(found) <= 180 + 2 * len(ELLIPSIS)


def test_an_excerpt_shows_what_was_found_early_and_ends_on_a_word() -> None:
    text = "Sans fin ni point " * 30 + "avec un permis, " + "puis une priorité : la suite. " * 20
    found = excerpt(text, plan_of("permis"))
    assert found.startswith(ELLIPSIS)
    assert found.index("permis") <= 50
    assert not re.search(r"\W…$", found)


def test_what_is_found_at_the_end_is_shown_at_once() -> None:
    text = "Aide versée aux parents seuls. " + "Le montant dépend de l’âge. " * 20 + "Les frais de crèche comptent."
    assert excerpt(text, plan_of("crèche")) == "Les frais de crèche comptent."


def test_an_excerpt_prefers_what_was_required_to_weak_words() -> None:
    text = "Aide, aide, aide et aide. " + "Rien de plus à dire ici. " * 20 + "Une crèche."
    assert "crèche" in excerpt(text, plan_of("aide crèche"))


def test_an_excerpt_without_any_word_found_is_the_beginning() -> None:
    found = excerpt(LONG, plan_of("dentiste"))
    assert found.startswith("Bienvenue chez nous.") and found.endswith(ELLIPSIS)


def test_a_long_text_of_which_only_the_beginning_is_read_is_cut_like_any_other() -> None:
    spread = (" \n" * 900).join(LONG.split())
    assert excerpt(spread, plan_of("dentiste")) == excerpt(LONG, plan_of("dentiste")) == excerpt(LONG, ())


def test_an_excerpt_prefers_different_words() -> None:
    text = "Permis, permis, permis. " + "Rien de plus à dire ici. " * 20 + "Une voiture et un permis."
    assert "voiture" in excerpt(text, plan_of("permis voiture"))


@given(st.lists(st.sampled_from(["permis", "crèche", "de", "conduire", "mot", "x" * 40]), max_size=120))
def test_an_excerpt_is_cut_between_words(said: list[str]) -> None:
    found = excerpt(" ".join(said), plan_of("permis crèche"))
    assert len(found) <= 180 + 2 * len(ELLIPSIS)
    assert set(found.replace(ELLIPSIS, "").split()) <= set(said)


def test_long_texts_without_blanks_are_cut_anyway() -> None:
    assert len(excerpt("x" * 5000, plan_of("permis"))) <= 180 + 2 * len(ELLIPSIS)


LOOKED_FOR = (
    "permis",
    "conduire,",
    "l’auto-école",
    "crèches",
    "(RSA)",
    "r.s.a.",
    "de",
    "la",
    "aide,aide",
    "c.s.s.",
    "¶",
)


@given(st.lists(st.sampled_from(LOOKED_FOR)))
def test_words_looked_for_one_by_one_are_those_of_a_text_read_word_by_word(words: list[str]) -> None:
    text = " ".join(words)
    for plan in (plan_of("permis creche rsa aide"), plan_of("css ecole")):
        highlighter = Highlighter(plan)
        read = Read.of("Titre", text, "Fin").one(1)
        found = highlighter._wanted_in(read, " ".join(read.chunks))
        assert [(word[:3], value) for word, value in found] == [
            (word[:3], value) for word, value in highlighter._wanted(" ".join(read.chunks))
        ]
