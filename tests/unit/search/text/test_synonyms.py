"""The synonym file: its format, and the list that comes with the product."""

from collections import defaultdict

import pytest

from search.text.analysis import stems
from search.text.expressions import Key, key_of
from search.text.synonyms import BadSynonyms, Synonyms, read_groups

PRODUCT = Synonyms.load()

# In two groups on purpose: they stand for two things, or link a part to two wholes.
TWICE = {
    "115", "accès au droit", "alcool", "alcoologie", "alcoolisme", "cannabis", "complémentaire santé", "dépendance",
    "drogue", "informatique", "précarité énergétique", "tabac", "toxicomanie", "volontariat",
}  # fmt: skip


def test_the_product_comes_with_enough_groups() -> None:
    assert len(PRODUCT.groups) >= 200


def test_every_group_says_at_least_two_things() -> None:
    for group in PRODUCT.groups:
        assert len({*group.typed, *group.found}) >= 2, group


def test_every_expression_survives_the_analysis() -> None:
    for group in PRODUCT.groups:
        for expression in (*group.typed, *group.found):
            assert stems(expression), expression
            assert key_of(expression), expression


def test_no_expression_is_in_two_groups_unless_meant() -> None:
    lines: defaultdict[Key, set[int]] = defaultdict(set)
    for number, group in enumerate(PRODUCT.groups):
        for expression in group.typed:
            lines[key_of(expression)].add(number)
    twice = {key for key, numbers in lines.items() if len(numbers) > 1}
    assert twice == {key_of(expression) for expression in TWICE}


@pytest.mark.parametrize("typed, found", [
    ("css", "complémentaire santé solidaire"), ("CMU", "css"), ("permis", "auto-école"),
    ("pôle emploi", "france travail"), ("ccas", "centre communal d’action sociale"),
    ("nounou", "assistante maternelle"), ("sdf", "sans abri"),
    ("restos du cœur", "restaurants du cœur"), ("banque de france", "surendettement"), ("psy", "psychologue"),
    ("hlm", "logement social"), ("drogue", "csapa"), ("obsèques", "pompes funèbres"), ("wifi", "internet"),
])  # fmt: skip
def test_what_people_say_finds_what_fiches_say(typed: str, found: str) -> None:
    assert tuple(stems(found)) in PRODUCT.alternatives(key_of(typed))


def read(*lines: str) -> Synonyms:
    return Synonyms(read_groups(enumerate(lines, start=1)))


def test_a_group_works_both_ways_and_an_arrow_one_way() -> None:
    synonyms = read("css, cmu", "dentiste => soins dentaires")
    assert synonyms.alternatives(("css",)) == (("cmu",),)
    assert synonyms.alternatives(("cmu",)) == (("css",),)
    assert synonyms.alternatives(key_of("dentiste")) == (tuple(stems("soins dentaires")),)
    assert synonyms.alternatives(key_of("soins dentaires")) == ()
    assert synonyms.is_mutual(("css",)) and not synonyms.is_mutual(key_of("dentiste"))


def test_the_longest_expression_is_found() -> None:
    synonyms = read("code, chiffre", "code de la route, examen du code")
    assert [span.key for span in synonyms.find(["code", "route"])] == [key_of("code de la route")]


def test_light_words_are_stepped_over() -> None:
    assert [span.positions for span in read("garder enfant, crèche").find(["garder", "son", "enfant"])] == [(0, 2)]


def test_all_errors_of_a_file_are_told_at_once() -> None:
    with pytest.raises(BadSynonyms) as caught:
        read("seul", "a => b => c", "css, ???", "css, cmu", "=> css")
    assert [(error.line, error.code) for error in caught.value.errors] == [
        (1, "too-few"), (2, "arrows"), (3, "no-word"), (5, "too-few"),
    ]  # fmt: skip
