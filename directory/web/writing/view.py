"""What the form shows: its parts and fields, made from the rows of a fiche and from what was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory.domain.institution import Institution
from directory.errors import FIELD_ERRORS, FieldError
from directory.services.search.places import Places
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.writing.asked_view import TARGETS, AskedLine, asked_lines
from directory.web.writing.blocks import ClosureView, HoursView, PlaceView, closure_views, hours_view, place_views
from directory.web.writing.entries import KEY, EntryView, entry_views
from directory.web.writing.needs_view import NeedsView, OptionView, needs_view
from directory.web.writing.sections import SECTIONS, Section, row_of, wire_of
from directory.web.writing.typed import AREAS, MORE_AREAS, Typed
from fiche.codes import CLOSED, EVERYONE, Status
from fiche.content import FIELDS, Content
from fiche.fields import Field, Kind

INPUT_TYPES = {Kind.PHONE: "tel", Kind.EMAIL: "email", Kind.WEB: "url", Kind.DATE: "date"}
LOOKS = {
    "needs": "needs", "audiences": "public", "places": "places", "hours": "hours", "closures": "closures",
    "service_areas": "areas",
}  # fmt: skip
"""Fields that have a look of their own; the others are one line, a text, choices or a list to choose from."""
TALL = frozenset({"description"})


@dataclass(frozen=True, slots=True)
class FieldView:
    """One answer. ``look``: the macro that shows it. ``errors``: sentences beside it."""

    name: str
    look: str
    label: str
    help: str
    value: str
    errors: tuple[str, ...]
    options: tuple[OptionView, ...] = ()
    type: str = "text"
    rows: int = 2


@dataclass(frozen=True, slots=True)
class SectionView:
    anchor: str
    title: str
    first: tuple[FieldView, ...]
    further: tuple[FieldView, ...]
    further_title: str
    is_unfolded: bool
    asked: tuple[AskedLine, ...]


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """A line of a list that leads to a field, or to another form."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class FormView:
    """``version``: what the form began from, 0 for a new fiche. ``notes``: what was read otherwise than typed."""

    title: str
    action: str
    back_url: str
    owner: str
    owners: tuple[OptionView, ...]
    version: int
    sections: tuple[SectionView, ...]
    needs: NeedsView
    kept_families: tuple[OptionView, ...]
    networks: tuple[str, ...]
    more_areas: str
    everybody: str
    places: tuple[PlaceView, ...]
    hours: HoursView
    closures: tuple[ClosureView, ...]
    errors: tuple[ErrorLine, ...]
    notes: tuple[str, ...]
    missing: int
    is_draft: bool
    is_confirmed: bool
    id: int
    entry: str
    entries: tuple[EntryView, ...]
    drafts: tuple[ErrorLine, ...]
    others: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        return not self.version


@dataclass(frozen=True, slots=True)
class Shown:
    """A form to show: what was typed, what it says, what is wrong with it."""

    typed: Typed
    content: Content
    errors: tuple[FieldError, ...] = ()
    notes: tuple[str, ...] = ()


def form_view(
    shown: Shown,
    words: Vocabularies,
    places: Places,
    owners: tuple[Institution, ...],
    *,
    title: str,
    action: str,
    back_url: str,
    version: int = 0,
    owner: str = "",
    resource_id: int = 0,
    drafts: tuple[ErrorLine, ...] = (),
) -> FormView:
    typed, errors = shown.typed, shown.errors
    said = sentences(errors)
    sections = tuple(_section(each, typed, said, shown.content, places) for each in SECTIONS)
    chosen = typed.get("institution", "")
    return FormView(
        title=title,
        action=action,
        back_url=back_url,
        owner=owner,
        owners=tuple(OptionView(each.code, each.name, each.code == chosen) for each in owners),
        version=version,
        sections=sections,
        needs=needs_view(typed, words),
        kept_families=_kept_families(typed, words),
        networks=tuple(typed.getlist(wire_of("structure.networks"))),
        more_areas=typed.get(MORE_AREAS, ""),
        everybody=typed.get("tous", ""),
        places=place_views(typed, said, shown.content.places),
        hours=hours_view(typed, said, shown.content),
        closures=closure_views(typed, said),
        errors=tuple(ErrorLine(target_of(error.field), error.message) for error in errors),
        notes=shown.notes,
        missing=sum(line.is_missing for section in sections for line in section.asked),
        is_draft=shown.content.status == Status.DRAFT,
        is_confirmed="confirme" in typed,
        id=resource_id,
        entry=typed.get(KEY, ""),
        entries=entry_views(resource_id or None, typed.get(KEY, "")),
        drafts=drafts,
        others=tuple(typed.getlist("autre_que")),
    )


def target_of(field: str) -> str:
    """Return the id of the input that an error is about."""
    # The code of a town is not typed: it comes from its name.
    return {**TARGETS, AREAS: MORE_AREAS}.get(field, field.replace(".code_insee", ".commune"))


def sentences(errors: Iterable[FieldError]) -> dict[str, tuple[str, ...]]:
    """Return what is said beside each field: what is wrong, then what to do."""
    found: dict[str, tuple[str, ...]] = {}
    for error in errors:
        text = f"{error.message} {FIELD_ERRORS[error.code].help}"
        found[error.field] = (*found.get(error.field, ()), text)
    return found


def _section(
    section: Section, typed: Typed, said: Mapping[str, tuple[str, ...]], content: Content, places: Places
) -> SectionView:
    first = tuple(_field(name, typed, said, places) for name in section.first)
    further = tuple(_field(name, typed, said, places) for name in section.further)
    return SectionView(
        section.anchor,
        section.title,
        first,
        further,
        section.further_title,
        any(each.errors for each in further),
        asked_lines(section, content),
    )


def _field(name: str, typed: Typed, said: Mapping[str, tuple[str, ...]], places: Places) -> FieldView:
    row, wire = row_of(name), wire_of(name)
    options = _options(name, row, set(typed.getlist(wire)), places)
    several = "select" if row.kind is Kind.CODE else "choices"
    look = LOOKS.get(name) or (several if options else "text" if row.kind is Kind.TEXT else "line")
    return FieldView(
        wire,
        look,
        row.label,
        row.help,
        typed.get(wire, ""),
        (*said.get(wire, ()), *(said.get(MORE_AREAS, ()) if wire == AREAS else ())),
        options,
        INPUT_TYPES.get(row.kind, "text"),
        5 if name in TALL else 2,
    )


def _options(name: str, row: Field, chosen: set[str], places: Places) -> tuple[OptionView, ...]:
    if row.kind is Kind.AREAS:
        named = {code: places.gazetteer.territory(code) or code for code in chosen}
        return tuple(OptionView(code, label, True) for code, label in sorted(named.items()))
    if row.vocabulary not in CLOSED:
        return ()
    known = CLOSED[row.vocabulary]
    return tuple(OptionView(code, label, code in chosen) for code, label in known.items() if code != EVERYONE)


def _kept_families(typed: Typed, words: Vocabularies) -> tuple[OptionView, ...]:
    codes = typed.getlist(FIELDS["families"].wire)
    return tuple(OptionView(code, words.label("famille", code), True) for code in codes)
