"""Questions to the arithmetic corpus, the same to each engine; what is expected comes from the numbers alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from search import criteria as c
from search.criteria import UNKNOWN
from search.port import SearchEngine
from search.query import BY_NUMBER, SearchQuery
from search.score import WHOLE_NAME
from search.text.need_words import NeedWords
from search.wider import reading, search_wider, wider_plans
from tests.contract.search.arithmetic import (
    CODES,
    NEEDS,
    NOON,
    NOW,
    NUMBERS,
    SIZE,
    TODAY,
    around,
    ask,
    covers,
    document,
    ids,
    numbers,
    plan,
    pointed,
)


def test_without_a_question_everything_is_in_the_main_list(engine: SearchEngine) -> None:
    answer = ask(engine)
    assert answer.total == SIZE
    assert answer.listings == ()


def test_a_public_is_answered_by_its_fiches_and_by_those_for_everyone(engine: SearchEngine) -> None:
    answer = ask(engine, criteria=(c.Audience(("jeunes",)),))
    assert ids(answer) == numbers(lambda n: n % 4 in (1, 2))
    assert {group.key: group.total for group in answer.listings} == {"a-verifier": SIZE // 4}


def test_a_need_nobody_answers_is_looked_for_in_its_family(engine: SearchEngine) -> None:
    dentist = NeedWords.of({"dents": ["dentiste"]}, {"dents": "sante"})
    query = SearchQuery(instant=NOW, plan=plan(engine, "dentiste", dentist), need_families=NEEDS, size=300)
    assert (engine.search(query).total, engine.search(query).listings) == (0, ())
    _, answer = search_wider(engine, query)
    alone = numbers(lambda n: n % 11 == 0 and CODES[n % 5] == "soin")
    assert (answer.total, {each.key: each.total for each in answer.listings}) == (0, {"meme-besoin": len(alone)})
    same_need = replace(query, listing="meme-besoin")
    assert ids(search_wider(engine, same_need)[1]) == alone
    listed = replace(query, listing="moins-de-mots")
    assert search_wider(engine, listed)[1].total == 0
    assert reading(engine, listed) == reading(engine, query)


def test_weak_words_count_when_no_fiche_has_the_others(engine: SearchEngine) -> None:
    query = SearchQuery(instant=NOW, plan=plan(engine, "zzzz accueil"), size=300)
    assert (engine.search(query).total, engine.search(query).listings) == (0, ())
    _, answer = search_wider(engine, query)
    assert {group.key: group.total for group in answer.listings} == {"moins-de-mots": SIZE}


def test_a_question_that_finds_something_is_read_as_it_is(engine: SearchEngine) -> None:
    query = SearchQuery(instant=NOW, plan=plan(engine, "permis"), size=300)
    assert search_wider(engine, query) == (query.plan, engine.search(query))
    past_the_end = replace(query, page=99, size=100)
    assert search_wider(engine, past_the_end) == (query.plan, engine.search(past_the_end))
    number = plan(engine, "0199009999")
    assert reading(engine, SearchQuery(instant=NOW, plan=number)) == number
    assert [wider.identifier for wider in wider_plans(number)] == [None]


def test_what_is_not_said_can_be_asked_for(engine: SearchEngine) -> None:
    answer = ask(engine, criteria=(c.Audience((UNKNOWN,)),))
    assert ids(answer) == numbers(lambda n: n % 4 == 0)
    assert answer.listings == ()
    both = ask(engine, criteria=(c.Audience(("femmes", UNKNOWN)),))
    assert ids(both) == numbers(lambda n: n % 4 in (0, 1, 3))


def test_family_and_need_are_one_criterion(engine: SearchEngine) -> None:
    asked = c.Classification(families=("argent",), needs=(("permis", "mobilite"),))
    answer = ask(engine, criteria=(asked,))
    assert ids(answer) == numbers(lambda n: n % 5 == 2 or (n % 5 == 0 and n % 11 != 0))
    alone = numbers(lambda n: n % 5 in (0, 1) and n % 11 == 0)
    assert {group.key: group.total for group in answer.listings} == {"a-verifier": len(alone)}


def test_criteria_combine_by_their_minimum(engine: SearchEngine) -> None:
    answer = ask(engine, criteria=(c.Audience(("jeunes",)), c.Cost(("gratuit",))))
    assert ids(answer) == numbers(lambda n: n % 4 in (1, 2) and n % 3 == 1)
    possible = numbers(lambda n: (n % 4 == 0 and n % 3 in (0, 1)) or (n % 3 == 0 and n % 4 in (1, 2)))
    assert {group.key: group.total for group in answer.listings} == {"a-verifier": len(possible)}


def test_verified_since_leaves_out_what_nobody_verified(engine: SearchEngine) -> None:
    since = int((NOW - timedelta(days=100)).timestamp())
    assert ids(ask(engine, criteria=(c.VerifiedSince(since),))) == numbers(lambda n: n <= 100 and n % 5 != 0)


def test_what_was_saved_since_a_moment_and_what_is_complete_can_be_asked_for(engine: SearchEngine) -> None:
    since = int(NOW.timestamp()) - 100
    assert ids(ask(engine, criteria=(c.ModifiedSince(since),))) == numbers(lambda n: n <= 100)
    assert ids(ask(engine, criteria=(c.Completeness(True),))) == numbers(lambda n: n % 2 == 0)
    assert ids(ask(engine, criteria=(c.Completeness(False),))) == numbers(lambda n: n % 2 == 1)


def test_a_source_is_said_or_is_not(engine: SearchEngine) -> None:
    assert ids(ask(engine, criteria=(c.Source(("odspep", "inconnue")),))) == numbers(lambda n: n % 3 == 2)
    assert ask(engine, criteria=(c.Source(("inconnue",)),)).total == 0


def test_fiches_of_structures_and_doubles_are_told_by_their_numbers(engine: SearchEngine) -> None:
    some = frozenset({1, 17, 240, 999})
    assert ids(ask(engine, criteria=(c.OfStructures((3,), some),))) == some - {999}
    assert ask(engine, criteria=(c.OfStructures((3,)),)).total == 0
    assert ids(ask(engine, criteria=(c.WithoutDoubles(some),))) == numbers(lambda n: n not in some)
    assert ask(engine, criteria=(c.WithoutDoubles(),)).total == SIZE


@pytest.mark.parametrize("listing", ["", "plus-loin", "moins-de-mots"])
def test_a_list_is_read_to_its_end_after_the_last_number_read(engine: SearchEngine, listing: str) -> None:
    asked = SearchQuery(
        instant=NOW,
        plan=plan(engine, "vélo permis") if listing == "moins-de-mots" else None,
        around=around(20.5) if listing == "plus-loin" else None,
        listing=listing,
        sort=BY_NUMBER,
        size=7,
        facets=False,
        preview=False,
    )
    read: list[int] = []
    while (found := engine.search(replace(asked, after=read[-1] if read else 0))).hits:
        read += [hit.id for hit in found.hits]
    assert read == sorted(set(read))
    assert len(read) == found.total > 7


def test_open_now_is_judged_on_the_clock_of_the_place(engine: SearchEngine) -> None:
    answer = ask(engine, criteria=(c.OpenAt(instant=NOW),))
    # 10:30 in Paris is inside 9:00-13:00, 13:30 in La Réunion is past it.
    assert ids(answer) == numbers(lambda n: n % 2 == 0 and n % 7 != 0)
    assert {group.key: group.total for group in answer.listings} == {"a-verifier": SIZE // 2}
    assert ids(ask(engine, criteria=(c.OpenAt(day=TODAY),))) == numbers(lambda n: n % 2 == 0)
    assert ids(ask(engine, criteria=(c.OpenAt(day=TODAY + timedelta(days=1)),))) == set()
    noon = c.OpenAt(local=NOON)
    assert ids(ask(engine, criteria=(noon,))) == numbers(lambda n: n % 2 == 0)
    assert ids(ask(engine, criteria=(c.OpenAt(local=NOON + timedelta(minutes=1)),))) == set()


def test_each_fiche_is_in_its_part_around_a_place(engine: SearchEngine) -> None:
    answer = ask(engine, around=around(20.5))
    assert ids(answer) == numbers(lambda n: n <= 20 and pointed(n) and covers(n) and n % 10 != 0)
    assert answer.total >= 10
    remote = numbers(lambda n: n % 10 == 0 and covers(n) and (n // 5 % 4 != 0 or (n <= 20 and pointed(n))))
    competent = numbers(lambda n: n > 20 and pointed(n) and n % 10 != 0 and n // 5 % 4 == 2)
    near = numbers(lambda n: 20 < n <= 100 and pointed(n) and covers(n) and n % 10 != 0)
    unplaced = numbers(
        lambda n: (n % 16 == 0 and n % 10 != 0 and covers(n)) or (n % 10 == 0 and n // 5 % 4 == 0 and n not in remote)
    )
    groups = {group.key: group for group in answer.listings}
    assert {key: group.total for key, group in groups.items()} == {
        "a-distance": len(remote),
        "plus-loin": len(competent),
        "sans-lieu": len(unplaced),
    }
    # By bands of ten kilometres; inside one, verified fiches first, then complete ones.
    bands = sorted(competent, key=lambda n: ((n - 1) // 10, n % 5 == 0, n % 2 == 1, n))
    assert [hit.id for hit in groups["plus-loin"].hits] == bands[:3]
    assert ids(ask(engine, around=around(20.5), listing="plus-loin")) == near | competent
    assert ids(ask(engine, around=around(20.5), listing="sans-lieu")) == unplaced


def test_with_few_results_what_is_further_is_shown_whoever_it_serves(engine: SearchEngine) -> None:
    answer = ask(engine, around=around(3.5))
    assert ids(answer) == {1, 2, 3}
    further = numbers(lambda n: n > 3 and pointed(n) and n % 10 != 0 and covers(n) and (n <= 100 or n // 5 % 4 == 2))
    assert {group.key: group.total for group in answer.listings}["plus-loin"] == len(further)


def test_asking_for_remote_services_brings_them_into_the_main_list(engine: SearchEngine) -> None:
    answer = ask(engine, around=around(20.5), criteria=(c.Reception(("a-distance",)),))
    assert ids(answer) == numbers(lambda n: n % 10 == 0 and covers(n) and (n // 5 % 4 != 0 or (n <= 20 and pointed(n))))
    everything = ask(engine, around=around(20.5))
    assert everything.facets["accueil"]["a-distance"] == answer.total


def test_distances_are_kilometres_and_sort(engine: SearchEngine) -> None:
    answer = ask(engine, around=around(20.5), sort="distance")
    assert [hit.id for hit in answer.hits] == sorted(ids(answer))
    assert all(hit.distance_km == pytest.approx(hit.id, abs=0.01) for hit in answer.hits)


def test_words_split_the_base_into_all_and_fewer(engine: SearchEngine) -> None:
    answer = ask(engine, plan=plan(engine, "consultation permis"))
    assert ids(answer) == numbers(lambda n: n % 3 == 2 and n % 5 == 0)
    assert not any(group.key == "moins-de-mots" for group in answer.listings) or answer.total < 20
    fewer = ask(engine, plan=plan(engine, "consultation permis"), listing="moins-de-mots")
    assert ids(fewer) == numbers(lambda n: (n % 3 == 2) != (n % 5 == 0))
    page = {group.key: group for group in answer.listings}["moins-de-mots"]
    assert len(page.hits) == 20 - answer.total


def test_a_word_said_and_filed_counts_more_than_a_word_said(engine: SearchEngine) -> None:
    hits = ask(engine, plan=plan(engine, "permis")).hits
    filed = [hit.id % 11 != 0 for hit in hits]
    assert len(hits) == 48 and filed == sorted(filed, reverse=True)


def test_words_that_only_hint_at_a_need_are_listed_apart(engine: SearchEngine) -> None:
    vehicles = NeedWords.of({"permis": ["~individuel"]}, NEEDS)
    asked = plan(engine, "individuel", vehicles)
    said = numbers(lambda n: n % 2 == 1)
    filed = numbers(lambda n: n % 2 == 0 and n % 5 == 0 and n % 11 != 0)
    answer = ask(engine, plan=asked)
    assert ids(answer) == said
    assert {each.key: each.total for each in answer.listings} == {"meme-besoin": len(filed)}
    assert ids(ask(engine, plan=asked, listing="meme-besoin")) == filed


def test_some_words_are_listed_only_when_the_main_list_and_the_same_need_are_short(engine: SearchEngine) -> None:
    hinting = NeedWords.of({"permis": ["~zzzz"], "soin": ["~budget"]}, NEEDS)
    many = ask(engine, plan=plan(engine, "zzzz", hinting))
    assert (many.total, [each.key for each in many.listings]) == (0, ["meme-besoin"])
    fewer = ask(engine, plan=plan(engine, "zzzz budget collectif", hinting))
    totals = {each.key: each.total for each in fewer.listings}
    assert "meme-besoin" not in totals and totals["moins-de-mots"]


def test_a_structure_is_found_first_by_its_whole_name_wherever_it_stands(engine: SearchEngine) -> None:
    far = 211
    assert far not in ids(ask(engine, around=around(20.5)))
    answer = ask(engine, plan=plan(engine, "maison 211"), around=around(20.5))
    assert [hit.id for hit in answer.hits] == [far]
    assert answer.hits[0].score >= WHOLE_NAME


def test_the_place_asked_for_completes_a_name(engine: SearchEngine) -> None:
    named = plan(engine, "maison 9")
    around_home = replace(around(20.5), communes=frozenset({"13056"}))
    answer = ask(engine, plan=named, around=around_home)
    assert [(hit.id, hit.score >= WHOLE_NAME) for hit in answer.hits] == [(9, True)]


def test_a_structure_that_bears_the_name_and_the_town_comes_before_another_one_in_that_town(
    engine: SearchEngine,
) -> None:
    here, bearing, permanence = replace(around(20.5), communes=frozenset({"13056"}), town="martigu"), 222, 221
    named = {bearing: "caf martigu", permanence: "caf port bouc"}
    engine.put([replace(document(n), seq=2, structure=name, structure_key=name) for n, name in named.items()], cursor=8)
    typed = [ask(engine, plan=plan(engine, text), around=here).hits for text in ("caf", "caf martigues")]
    engine.put([replace(document(n), seq=3) for n in named], cursor=9)
    # The permanence is nearer.
    assert [(hit.id, hit.score >= WHOLE_NAME) for hit in typed[0]] == [(bearing, True), (permanence, False)]
    assert [hit.id for hit in typed[1]] == [bearing]


def test_a_typing_error_is_read_and_said(engine: SearchEngine) -> None:
    asked = plan(engine, "pemis")
    assert asked.corrections == (("pemis", "permis"),)
    assert ids(ask(engine, plan=asked)) == numbers(lambda n: n % 5 == 0)


def test_a_phone_number_alone_finds_its_fiches_whatever_else_is_asked(engine: SearchEngine) -> None:
    asked = plan(engine, "01 99 00 00 07")
    answer = ask(engine, plan=asked, around=around(1), criteria=(c.Cost(("payant",)),))
    assert ids(answer) == {7, 107, 207}
    assert answer.listings == () and answer.facets == {}


def test_facets_count_what_a_click_would_give(engine: SearchEngine) -> None:
    facets = ask(engine, criteria=(c.Audience(("jeunes",)),)).facets
    assert facets["public"] == {"tous-publics": 60, "jeunes": 120, "femmes": 120, UNKNOWN: 60}
    young = numbers(lambda n: n % 4 in (1, 2))
    assert facets["frais"] == {
        "gratuit": sum(n % 3 == 1 for n in young),
        "payant": sum(n % 3 == 2 for n in young),
        UNKNOWN: sum(n % 3 == 0 for n in young),
    }
    assert facets["besoin"]["budget"] == sum(n % 5 == 2 and n % 11 != 0 for n in young)
    assert facets["famille"]["argent"] == sum(n % 5 == 2 for n in young)


def test_sorts_end_by_the_number_of_the_fiche(engine: SearchEngine) -> None:
    fresh = [hit.id for hit in ask(engine, sort="fraicheur").hits]
    assert fresh == sorted(NUMBERS, key=lambda n: (n % 5 == 0, n, n))
    named = [hit.id for hit in ask(engine, sort="nom").hits]
    assert named == sorted(NUMBERS, key=lambda n: (document(n).title_key, n))


def test_paging_past_the_end_is_an_empty_page(engine: SearchEngine) -> None:
    answer = engine.search(SearchQuery(instant=NOW, page=30, size=20))
    assert (answer.total, answer.hits) == (SIZE, ())
