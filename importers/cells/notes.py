"""Messages about one row, gathered while its fields are read."""

from dataclasses import dataclass, field

from importers.base import RowMessage
from importers.cells.cleaning import Flaws

LONGEST_VALUE_CHARS = 200


@dataclass(slots=True)
class Notes:
    line: int
    warnings: list[RowMessage] = field(default_factory=list)
    errors: list[RowMessage] = field(default_factory=list)

    def flaws(self, flaws: Flaws, column: str) -> None:
        for flaw in flaws:
            value = flaw.value[:LONGEST_VALUE_CHARS]
            self.warnings.append(RowMessage(self.line, flaw.kind, flaw.text, column, value, flaw.advice))

    def warn(self, kind: str, text: str, column: str = "", value: str = "", advice: str = "") -> None:
        self.warnings.append(RowMessage(self.line, kind, text, column, value[:LONGEST_VALUE_CHARS], advice))

    def refuse(self, kind: str, text: str, column: str = "", value: str = "", advice: str = "") -> None:
        self.errors.append(RowMessage(self.line, kind, text, column, value[:LONGEST_VALUE_CHARS], advice))
