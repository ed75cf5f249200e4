"""Who does the tasks: with a mouse, with the keyboard alone, without scripts. Each counts what it does after typing."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit, settled
from tests.browser.tasks import Step, Task

MOST_TABS = 150


class Advisor:
    """Does a task with a mouse."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.page: Page = visit.page
        self.interactions = 0

    def do(self, task: Task, text: str) -> None:
        self.visit.open("/")
        settled(self.page)
        sent = self.type_in(task, text)
        if not sent:
            self.interactions += 1
            self.send()
        self.page.wait_for_url("**/recherche**")
        for step in self.steps(task):
            self.interactions += 1
            self.take(step)

    def steps(self, task: Task) -> tuple[Step, ...]:
        return task.steps

    def type_in(self, task: Task, text: str) -> bool:
        """Fill both fields; True when a suggestion sent the form."""
        if task.place:
            self.fill("lieu", task.place)
            if task.place_suggestion:
                self.interactions += 1
                self.suggestion(task.place_suggestion)
                expect(self.page.locator("#lieu")).to_have_value(task.place_suggestion)
        if text:
            self.fill("q", text)
            if task.suggestion:
                self.interactions += 1
                self.suggestion(task.suggestion)
                return True
        return False

    def fill(self, field: str, text: str) -> None:
        self.page.locator(f"#{field}").click()
        self.enter(text)

    def enter(self, text: str) -> None:
        # At once: on a busy machine a list would come for a part of the text, and another in its place.
        self.page.keyboard.insert_text(text)

    def suggestion(self, label: str) -> None:
        self.page.get_by_role("option").filter(has_text=label).first.click()

    def send(self) -> None:
        # In the field, as most people do.
        self.page.keyboard.press("Enter")

    def act(self, target: Locator) -> None:
        target.click()

    def choose(self, target: Locator, words: str) -> None:
        label = target.locator("option").filter(has_text=words).first.inner_text()
        target.select_option(label=label)

    def take(self, step: Step) -> None:
        page = self.page
        before = page.url
        if step.kind == "open":
            self.act(page.locator(".hits .title a").first)
            page.wait_for_url("**/ressources/**")
        elif step.kind == "choose":
            self.choose(page.get_by_label(step.label, exact=True), step.value)
            self.apply(before)
        elif step.kind == "check":
            self.act(page.get_by_role("checkbox", name=step.label).first)
            self.apply(before)
        else:
            self.act(page.get_by_role("link", name=step.label).first)
            page.wait_for_url(lambda url: url != before)

    def apply(self, before: str) -> None:
        self.page.wait_for_url(lambda url: url != before)


class KeyboardAdvisor(Advisor):
    """Never touches the mouse."""

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus, and see that the focus is visible."""
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        expect(target).to_be_focused()

    def fill(self, field: str, text: str) -> None:
        self.reach(self.page.locator(f"#{field}"))
        self.enter(text)

    def type_in(self, task: Task, text: str) -> bool:
        # From the top of the page the need comes first, then the place.
        if not task.suggestion:
            if text:
                self.fill("q", text)
            if task.place:
                self.fill("lieu", task.place)
                if task.place_suggestion:
                    self.interactions += 1
                    self.suggestion(task.place_suggestion)
            if not text and not task.place:
                self.reach(self.page.locator("#q"))
            return False
        if task.place:
            self.fill("lieu", task.place)
            self.page.keyboard.press("Escape")
            self.page.keyboard.press("Shift+Tab")
            self.page.keyboard.press("Shift+Tab")
        return super().type_in(Task(task.name, text, "", (), task.seen, suggestion=task.suggestion), text)

    def suggestion(self, label: str) -> None:
        wanted = self.page.get_by_role("option").filter(has_text=label).first
        wanted.wait_for()
        for _ in range(20):
            self.page.keyboard.press("ArrowDown")
            if self.page.locator(".autocomplete__option--focused").filter(has_text=label).count():
                break
        self.page.keyboard.press("Enter")

    def act(self, target: Locator) -> None:
        self.reach(target)
        is_box = target.get_attribute("type") == "checkbox"
        self.page.keyboard.press("Space" if is_box else "Enter")

    def choose(self, target: Locator, words: str) -> None:
        self.reach(target)
        self.page.keyboard.type(words)


class PlainAdvisor(Advisor):
    """Has a browser that runs no script: criteria are applied with the button of their form."""

    def steps(self, task: Task) -> tuple[Step, ...]:
        return task.steps if task.plain is None else task.plain

    def type_in(self, task: Task, text: str) -> bool:
        if task.place:
            self.fill("lieu", task.place)
        if text:
            self.fill("q", text if task.plain is not None else task.suggestion or text)
        return False

    def apply(self, before: str) -> None:
        self.page.get_by_role("button", name="Appliquer").click()
        self.page.wait_for_url(lambda url: url != before)
