"""What the tables are made of.

Texts are never null: an empty text means "not said". Lists are JSON text, read by nobody but their repository.
An index exists only where a query of a repository uses it.
"""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Text

from directory.store.types import Identifier, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text_column(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def text_columns(*names: str) -> list[Column[str]]:
    return [text_column(name) for name in names]


def number_column(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def instant_column(name: str, *, optional: bool = False) -> Column[object]:
    return Column(name, UtcDateTime, nullable=optional)


def resource_id_column(*, key: bool = False) -> Column[int]:
    return Column("resource_id", Identifier, ForeignKey("resource.id"), primary_key=key, nullable=False)
