"""Twelve advisor tasks, each in three interactions at most: with a mouse, with the keyboard alone, without scripts."""

import json
import urllib.request

import pytest

from tests.browser.advisors import Advisor, KeyboardAdvisor, PlainAdvisor
from tests.browser.conftest import Visit
from tests.browser.tasks import TASKS, Task

MOST_INTERACTIONS = 3
everything = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)


@pytest.fixture(scope="module")
def phone_number(address: str) -> str:
    """A number of the base, as a person reads it on a letter."""
    with urllib.request.urlopen(f"{address}/api/v1/ressources/3") as answer:
        digits = "0" + str(json.load(answer)["telephone"]).replace("\u00a0", "").replace(" ", "")[-9:]
    return " ".join(digits[at : at + 2] for at in range(0, 10, 2))


@everything
def test_a_task_is_done_in_three_interactions(desk: Visit, phone_number: str, task: Task) -> None:
    advisor = Advisor(desk)
    advisor.do(task, task.text.format(phone=phone_number))
    task.seen(desk.page)
    assert advisor.interactions <= MOST_INTERACTIONS
    assert desk.foreign == []
    assert desk.complaints == []


@everything
def test_a_task_is_done_with_the_keyboard_alone(desk: Visit, phone_number: str, task: Task) -> None:
    advisor = KeyboardAdvisor(desk)
    advisor.do(task, task.text.format(phone=phone_number))
    task.seen(desk.page)
    assert advisor.interactions <= MOST_INTERACTIONS


@everything
def test_a_task_is_done_without_script(without_script: Visit, phone_number: str, task: Task) -> None:
    PlainAdvisor(without_script).do(task, task.text.format(phone=phone_number))
    task.seen(without_script.page)
