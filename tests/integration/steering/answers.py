"""Answers of advisors counted fiche by fiche, and what is told of them solved for what is not."""

import numpy as np

from directory.domain.outcomes import Answer
from directory.services.steering.figures import BY_KEY
from directory.services.steering.reckoned import Reckoned
from directory.store.unit_of_work import UnitOfWork
from tests.integration.steering.bases import COMMUNES


def check_outcomes(reckoned: Reckoned, uow: UnitOfWork) -> None:
    answers: dict[tuple[str, str], dict[int, dict[str, int]]] = {}
    fiches = {each.id: each for each in uow.resources.iterate(after_id=0, limit=1000)}
    rows = uow.connection.exec_driver_sql("SELECT resource_id, month, answer, value FROM outcome").all()
    for number, _, answer, value in (row for row in rows if row[1] >= "2026-01"):
        content = fiches[number].content
        commune = next((each.commune_code for each in content.places if each.commune_code), "")
        territory = next(
            (code for code, inside in COMMUNES.items() if commune in inside), "epci:249720061" * bool(commune)
        )
        for need in content.needs or ("",):
            given = answers.setdefault((need, territory), {}).setdefault(number, {})
            given[answer] = given.get(answer, 0) + value
    told = set()
    for (need, territory), given in answers.items():
        found = reckoned.answered(need=need, territory=territory)
        counts = {each.value: sum(said.get(each.value, 0) for said in given.values()) for each in Answer}
        if found.tally.total:
            told.add((need, territory))
            assert found.fiches == sorted(given) and len(given) > 1 and found.tally.total >= 5
            assert {each.value: count for each, count in found.tally.counts.items()} == counts
        else:
            assert found.hidden == 1
    assert {(each.need, each.territory) for each in reckoned.last.outcomes} == answers.keys()
    whole = BY_KEY["suites"].value(reckoned)
    assert whole.number == sum(sum(sum(said.values()) for said in answers[cell].values()) for cell in told)
    assert whole.hidden == len(answers) - len(told)
    _check_nothing_is_solved(answers, told)


def _check_nothing_is_solved(
    answers: dict[tuple[str, str], dict[int, dict[str, int]]], told: set[tuple[str, str]]
) -> None:
    """Solve the sums that are told for the answers of each fiche, and for each cell that is hidden."""
    numbers = sorted({number for given in answers.values() for number in given})
    lines = {cell: np.array([float(number in answers[cell]) for number in numbers]) for cell in answers}
    matrix = np.array([lines[cell] for cell in sorted(told)]).reshape(len(told), len(numbers))
    hidden = [lines[cell] for cell in answers if cell not in told]
    for asked in (*np.eye(len(numbers)), *hidden):
        solved = np.linalg.lstsq(matrix.T, asked, rcond=None)[0] if told else np.zeros(0)
        assert not np.allclose(matrix.T @ solved, asked), "a fiche, or a hidden cell, is given back"
