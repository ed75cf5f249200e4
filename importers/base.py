"""What every importer gives: flat drafts, or errors a person can act on."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """One place as a file gives it, already cleaned; coordinates possible but not quantised."""

    address: str = ""
    complement: str = ""
    postcode: str = ""
    commune_name: str = ""
    commune_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = ""


@dataclass(frozen=True, slots=True)
class DraftClosure:
    first_day: str
    last_day: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A fiche proposed by one row (or several rows of one identifier) of a file.

    Same names and meaning as ``fiche.content.Content``, flattened; dates in ISO form.

    source, source_id   identity in the file's system; ``source_id`` may be empty (identity is then the content).
    structure_key       identity of the structure in the file's system, may be empty.
    lines               1-based numbers of the lines it was read from, the header being line 1.
    """

    source: str
    source_id: str
    lines: tuple[int, ...]
    title: str
    structure_name: str
    structure_siret: str = ""
    structure_key: str = ""
    structure_networks: tuple[str, ...] = ()
    description: str = ""
    needs: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    audience_text: str = ""
    access_modes: tuple[str, ...] = ()
    access_text: str = ""
    receptions: tuple[str, ...] = ()
    mobilisations: tuple[str, ...] = ()
    mobilisation_text: str = ""
    costs: tuple[str, ...] = ()
    cost_text: str = ""
    languages: tuple[str, ...] = ()
    accessibilities: tuple[str, ...] = ()
    documents_to_bring: str = ""
    link: str = ""
    phone: str = ""
    second_phone: str = ""
    email: str = ""
    website: str = ""
    named_contact: str = ""
    service_areas: tuple[str, ...] = ()
    hours: str = ""
    hours_text: str = ""
    closures: tuple[DraftClosure, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    institution: str = ""
    places: tuple[DraftPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class RowMessage:
    """Something to say about one cell or one line, in French.

    kind     stable code of the message, by which reports group lines (``commune-inconnue``…).
    column   header as written in the file, or empty for the whole line.
    value    the cell as read, or empty.
    advice   what to do, a sentence.
    """

    line: int
    kind: str
    text: str
    column: str = ""
    value: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot become a fiche: its cells as read, and every error found on it."""

    line: int
    cells: dict[str, str]
    errors: tuple[RowMessage, ...]


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """A draft and the warnings that go with it: kept, but something was left out or changed.

    cells   of its row as read, in case it is refused later; empty when several rows made the draft.
    """

    draft: Draft
    warnings: tuple[RowMessage, ...] = ()
    cells: dict[str, str] = field(default_factory=dict)
