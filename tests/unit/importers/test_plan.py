"""An import repeated changes nothing; one that moved changes what moved; every row is counted once."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fiche.content import Content
from fiche.parts import Closure, Place, Structure
from importers.base import AcceptedRow, Draft, RefusedRow, RowMessage
from importers.drafts import Json, draft_changes, draft_from_json, draft_json
from importers.plan import Create, Known, Refuse, Revise, Unchanged, lines_of
from tests.planning import draft_digest, key_of, plan

CONTENT = Content("Aide", Structure("Asso"), description="Texte", needs=("mobilite-permis",))
DRAFT = Draft("essai", "1", (2,), CONTENT)


def accepted(draft: Draft, line: int = 2) -> AcceptedRow:
    return AcceptedRow(replace(draft, lines=(line,)), cells={"id": draft.source_id})


def saying(draft: Draft, **fields: str) -> Draft:
    return replace(draft, content=replace(draft.content, **fields))  # type: ignore[arg-type]


def known(draft: Draft, resource_id: int = 7) -> dict[tuple[str, str], Known]:
    return {key_of(draft): Known(resource_id, draft_digest(draft), draft_json(draft))}


def test_a_fiche_not_known_is_created() -> None:
    assert list(plan([accepted(DRAFT)], {})) == [Create(DRAFT, draft_digest(DRAFT))]


def test_the_same_file_again_changes_nothing() -> None:
    assert list(plan([accepted(DRAFT)], known(DRAFT))) == [Unchanged(7, DRAFT.lines)]


def test_only_what_moved_in_the_file_is_revised() -> None:
    moved = saying(DRAFT, description="Nouveau", phone="3646")
    (action,) = plan([accepted(moved)], known(DRAFT))
    assert isinstance(action, Revise)
    assert action.changes == {"description": ("Texte", "Nouveau"), "phone": ("", "3646")}


def test_without_the_draft_last_imported_every_field_counts_as_moved() -> None:
    snapshot = {key_of(DRAFT): Known(7, "")}
    (action,) = plan([accepted(DRAFT)], snapshot)
    assert isinstance(action, Revise)
    assert set(action.changes) == {"title", "structure_name", "description", "needs"}


def test_the_same_fiche_twice_in_a_file_is_created_once() -> None:
    actions = list(plan([accepted(DRAFT, 2), accepted(DRAFT, 3)], {}))
    assert [type(action) for action in actions] == [Create, Unchanged]


def test_an_identifier_with_two_contents_keeps_the_first_and_refuses_the_second() -> None:
    actions = list(plan([accepted(DRAFT, 2), accepted(saying(DRAFT, title="Autre"), 3)], {}))
    assert [type(action) for action in actions] == [Create, Refuse]
    assert isinstance(actions[1], Refuse)
    assert actions[1].row.cells == {"id": "1"}
    assert "ligne 2" in actions[1].row.errors[0].text


def test_two_identifiers_with_one_content_are_both_created_and_told() -> None:
    actions = list(plan([accepted(DRAFT, 2), accepted(replace(DRAFT, source_id="2"), 3)], {}))
    assert [type(action) for action in actions] == [Create, Create]
    assert isinstance(actions[1], Create)
    assert [warning.kind for warning in actions[1].warnings] == ["doublon-exact"]


def test_without_identifier_the_content_is_the_identity() -> None:
    bare = replace(DRAFT, source_id="")
    assert key_of(bare) == ("essai", f"#{draft_digest(bare)}")
    assert [type(action) for action in plan([accepted(bare)], known(bare))] == [Unchanged]
    assert [type(action) for action in plan([accepted(saying(bare, title="Autre"))], known(bare))] == [Create]


def test_a_refused_row_stays_refused() -> None:
    row = RefusedRow(4, {}, (RowMessage(4, "titre-absent", "Le titre manque."),))
    assert list(plan([row], {})) == [Refuse(row)]


def test_a_digest_depends_on_the_content_alone() -> None:
    assert draft_digest(replace(DRAFT, source="autre", source_id="9", lines=(1, 2))) == draft_digest(DRAFT)
    assert draft_digest(saying(DRAFT, phone="3646")) != draft_digest(DRAFT)


def test_a_draft_kept_by_an_older_version_is_read_and_has_the_same_digest() -> None:
    kept: dict[str, Json] = {
        "source": "essai", "source_id": "1", "lines": [2, 3], "title": "Aide", "structure_name": "Asso",
        "structure_siret": "73282932000074", "structure_key": "s-1", "structure_networks": ["ccas-cias"],
        "description": "Texte", "needs": ["mobilite-permis"], "phone": "3646", "hours": "Mo 09:00-12:00",
        "closures": [{"first_day": "2026-08-01", "last_day": "2026-08-15", "message": ""}],
        "valid_from": "2026-01-01", "institution": "cd13",
        "places": [{
            "address": "1 rue X", "commune_code": "13004", "latitude": 43.5, "longitude": 4.5, "precision": "adresse",
        }],
    }  # fmt: skip
    draft = draft_from_json(kept)
    assert draft_digest(draft) == "77d93bffb711c7d8aa9bb659a3b1f559"
    assert draft_json(draft) == kept


TEXTS = st.text(max_size=8)
PLACES = st.builds(Place, address=TEXTS, postcode=TEXTS, latitude=st.none() | st.floats(-90, 90), longitude=st.none())
DRAFTS = st.builds(
    Draft,
    source=st.just("essai"),
    source_id=st.sampled_from(["", "1", "2", "3"]),
    lines=st.tuples(st.integers(2, 99)),
    content=st.builds(
        Content,
        title=st.sampled_from(["Aide", "Garde"]),
        structure=st.builds(Structure, TEXTS),
        needs=st.lists(TEXTS, max_size=2).map(tuple),
        closures=st.lists(st.builds(Closure, st.dates(), st.dates(), TEXTS), max_size=1).map(tuple),
        valid_from=st.none() | st.dates(),
        places=st.lists(PLACES, max_size=2).map(tuple),
    ),
)


@given(DRAFTS)
def test_a_draft_survives_json(draft: Draft) -> None:
    again = draft_from_json(draft_json(draft))
    assert again == draft
    assert draft_changes(draft, again) == {}


def test_an_older_json_with_other_fields_is_still_read() -> None:
    assert draft_from_json(draft_json(DRAFT) | {"abandoned": "x"}) == DRAFT


@given(
    st.lists(DRAFTS.map(AcceptedRow) | st.builds(RefusedRow, st.integers(2, 9), st.just({}), st.just(())), max_size=12)
)
def test_rows_add_up_and_a_second_import_changes_nothing(items: list[AcceptedRow | RefusedRow]) -> None:
    actions = list(plan(items, {}))
    rows = sum(1 if isinstance(item, RefusedRow) else len(item.draft.lines) for item in items)
    assert rows == sum(len(lines_of(action)) for action in actions)
    snapshot = {
        key_of(action.draft): Known(number, action.digest, draft_json(action.draft))
        for number, action in enumerate(actions)
        if isinstance(action, Create)
    }
    assert all(isinstance(action, Unchanged | Refuse) for action in plan(items, snapshot))
