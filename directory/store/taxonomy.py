"""The families, the needs and the emergency numbers, read and written as one classification."""

from collections.abc import Iterable
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update

from directory.domain.taxonomy import EmergencyNumber, Family, Need, Taxonomy
from directory.domain.taxonomy_edits import EntryKind
from directory.store.tables import emergency_number, family, meta, need, word_list
from directory.store.types import codes_of, to_json

_VERSION = "taxonomy_version"


class TaxonomyRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def version(self) -> str:
        """Return a mark never used twice, new each time the classification moves; empty before the first."""
        found = self._connection.execute(select(meta.c.value).where(meta.c.name == _VERSION)).scalar_one_or_none()
        return found or ""

    def load(self) -> Taxonomy:
        families = self._connection.execute(
            select(
                family.c.code,
                family.c.part,
                family.c.label,
                family.c.rank,
                family.c.retired,
                family.c.replaced_by,
                family.c.description,
            ).order_by(family.c.code)
        )
        needs = self._connection.execute(
            select(
                need.c.code, need.c.family, need.c.label, need.c.rank, need.c.search_words, need.c.retired,
                need.c.replaced_by, need.c.description,
            ).order_by(need.c.code)
        )  # fmt: skip
        numbers = self._connection.execute(
            select(
                emergency_number.c.number, emergency_number.c.label, emergency_number.c.description,
                emergency_number.c.needs,
            ).order_by(emergency_number.c.rank, emergency_number.c.number)
        )  # fmt: skip
        return Taxonomy.of(
            (Family(*row) for row in families),
            (
                Need(code, family_code, label, rank, codes_of(words), retired, replaced_by, text)
                for code, family_code, label, rank, words, retired, replaced_by, text in needs
            ),
            tuple(EmergencyNumber(number, label, text, codes_of(codes)) for number, label, text, codes in numbers),
        )

    def save_families(self, families: Iterable[Family]) -> None:
        """Write families, new or known."""
        known = set(self._connection.execute(select(family.c.code)).scalars())
        for each in families:
            values = {
                "part": each.part, "label": each.label, "rank": each.rank, "retired": each.retired,
                "replaced_by": each.replaced_by, "description": each.description,
            }  # fmt: skip
            if each.code in known:
                self._connection.execute(update(family).where(family.c.code == each.code).values(values))
            else:
                self._connection.execute(insert(family).values(code=each.code, **values))
        self._moved()

    def save_needs(self, needs: Iterable[Need]) -> None:
        """Write needs, new or known; their families exist."""
        known = set(self._connection.execute(select(need.c.code)).scalars())
        for each in needs:
            values = {
                "family": each.family, "label": each.label, "rank": each.rank,
                "search_words": to_json(each.search_words), "retired": each.retired, "replaced_by": each.replaced_by,
                "description": each.description,
            }  # fmt: skip
            if each.code in known:
                self._connection.execute(update(need).where(need.c.code == each.code).values(values))
            else:
                self._connection.execute(insert(need).values(code=each.code, **values))
        self._moved()

    def lines(self, kind: EntryKind) -> tuple[str, ...]:
        """Return the lines of an instance over a list of words, none when it has not said any."""
        found = self._connection.execute(select(word_list.c.lines).where(word_list.c.kind == kind)).scalar_one_or_none()
        return () if found is None else codes_of(found)

    def save_lines(self, kind: EntryKind, lines: Iterable[str]) -> None:
        self._connection.execute(delete(word_list).where(word_list.c.kind == kind))
        self._connection.execute(insert(word_list).values(kind=kind, lines=to_json(tuple(lines))))
        self._moved()

    def replace_emergency_numbers(self, numbers: Iterable[EmergencyNumber]) -> None:
        self._connection.execute(delete(emergency_number))
        for rank, each in enumerate(numbers):
            self._connection.execute(
                insert(emergency_number).values(
                    number=each.number, rank=rank, label=each.label, description=each.description,
                    needs=to_json(each.needs),
                )
            )  # fmt: skip
        self._moved()

    def _moved(self) -> None:
        # Not a counter: one given in a transaction that is rolled back would come again with another content.
        mark = uuid4().hex
        if self.version():
            self._connection.execute(update(meta).where(meta.c.name == _VERSION).values(value=mark))
        else:
            self._connection.execute(insert(meta).values(name=_VERSION, value=mark))
