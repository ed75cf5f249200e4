"""Which offices answer at a place: the finest area first, a second rank only where no first one does."""

from directory.domain.offices import EXPECTED, LABELS, RULE, Office, OfficeKind, answering

CHAIN = ("com:13203", "com:13055", "epci:200054807", "dep:13", "reg:93", "fr")


def office(number: int, *areas: str, kind: OfficeKind = OfficeKind.INSERTION, rank: int = 1, **said: str) -> Office:
    return Office(
        number, kind, said.get("name", f"n{number}"), "cd13", rank=rank, note=said.get("note", ""), areas=areas
    )


def answer(*offices: Office, kind: OfficeKind = OfficeKind.INSERTION) -> list[int]:
    return [each.id for each in answering(offices, CHAIN).get(kind, ())]


def test_the_finest_area_answers_with_all_the_offices_it_has() -> None:
    offices = (office(1, "dep:13"), office(2, "com:13203"), office(3, "com:13203", "com:13204"), office(4, "com:13055"))
    assert answer(*offices) == [2, 3]
    assert answer(offices[0], offices[3]) == [4]
    assert answer(offices[0]) == [1]


def test_a_second_rank_answers_only_where_no_first_one_does() -> None:
    assert answer(office(1, "com:13203", rank=2), office(2, "dep:13")) == [2]
    assert answer(office(1, "dep:13", rank=2), office(2, "com:13203", rank=2)) == [2]


def test_elsewhere_retired_or_of_another_kind_it_does_not_answer() -> None:
    retired = Office(1, OfficeKind.INSERTION, "Retiré", "cd13", retired=True, areas=("com:13203",))
    assert answer(retired, office(2, "com:13001"), office(3)) == []
    assert answer(office(4, "com:13203", kind=OfficeKind.MDS)) == []
    assert answer(office(4, "com:13203", kind=OfficeKind.MDS), kind=OfficeKind.MDS) == [4]


def test_the_rule_of_the_convention() -> None:
    assert [(each.situation, each.kind) for each in RULE] == [
        ("RSA, sans enfant mineur", OfficeKind.INSERTION),
        ("Enfant mineur", OfficeKind.MDS),
        ("Ni l’un ni l’autre ne peut l’accompagner", OfficeKind.OTHER),
    ]
    assert set(LABELS) == set(OfficeKind)
    assert not {OfficeKind.CCAS, OfficeKind.FRANCE_SERVICES, OfficeKind.OTHER} & set(EXPECTED)
