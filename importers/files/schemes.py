"""The tables that are known together: by which columns, and what each says of the rows of another."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from importers.base import RowMessage
from importers.files.rows import Row
from search.text.analysis import fold


@dataclass(frozen=True, slots=True)
class Link:
    """What another table says of the rows of the main one.

    needs    columns by which the table is known; ``lacks``: those it must not have.
    key      its own columns that must be those ``of`` the main row, or of a table linked before.
    names    its column → column of the joined row.
    fills    groups of columns, each filled from the table where the main row says nothing of the whole group.
    many     one joined row for each of its rows; else the first stands.
    """

    needs: tuple[str, ...]
    key: tuple[str, ...]
    of: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    fills: tuple[tuple[str, ...], ...] = ()
    lacks: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """Tables known together.

    main     columns of the one whose rows become fiches; ``names`` as for a link.
    leaves   column → values, folded, that say a row is not to be read, and why.
    """

    label: str
    main: tuple[str, ...]
    links: tuple[Link, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    leaves: Mapping[str, tuple[frozenset[str], str]] = field(default_factory=dict)

    @property
    def columns(self) -> frozenset[str]:
        """Every column by which tables are known, joined or filled."""
        linked = [(*each.needs, *each.key, *each.of, *each.names, *chain(*each.fills)) for each in self.links]
        return frozenset(chain(self.main, self.names, self.leaves, *linked))

    def left(self, row: Row) -> Row | None:
        """Return a row that is not to be read, with the reason; None for any other."""
        for column, (values, reason) in self.leaves.items():
            value = row.cells.get(column, "")
            if fold(value).strip() in values:
                return replace(row, left=RowMessage(row.line, "laissee", reason, column, value))
        return None


_PLACE = ("adresse", "complement_adresse", "code_postal", "commune", "code_insee", "latitude", "longitude")
_STRUCTURE = {
    "nom": "structure_nom", "siret": "structure_siret", "site_web": "structure_site_web",
    "reseaux_porteurs": "structure_reseaux",
}  # fmt: skip
OURS = "brp"
"""Source of what this product gives in data·inclusion: a structure is drawn from the first of its services."""
OF_ALL = ("structure_siret",)
OF_THE_FIRST = (*OF_ALL, "structure_site_web", "structure_reseaux")
"""What a structure of ours says of its services, and of the first alone: others may have another site."""
_FILLED = (_PLACE, ("telephone",), ("courriel",))


def _structures(key: tuple[str, ...], of: tuple[str, ...]) -> Link:
    return Link(("id", "nom"), key, of, _STRUCTURE, _FILLED, lacks=("structure_id",))


_ODSPEP_AREAS = {
    "CODE_COMMUNE_COM": "COM_SERVICE", "CODE_DEPARTEMENT_DPT": "DEPT_SERVICE", "CODE_REGION_REG": "REGION_SERVICE",
}  # fmt: skip
SCHEMES = (
    Scheme(
        "data·inclusion, schéma v0",
        ("id", "structure_id", "nom", "source", "profils"),
        (_structures(("source", "id"), ("source", "structure_id")),),
    ),
    Scheme("data·inclusion", ("id", "structure_id", "nom"), (_structures(("id",), ("structure_id",)),)),
    Scheme(
        "ODSPEP",
        ("ID_RES", "NOM_STRUCTURE_RSP"),
        (
            Link(("ID_ADR", "L4_NUMERO_LIB_VOIE_ADR"), ("ID_ADR",), ("ID_ADR",)),
            Link(("ID_CTC", "TEL_1_CTC"), ("ID_CTC",), ("ID_CTC",)),
            Link(("ID_RES", "JOUR_HOR"), ("ID_RES",), ("ID_RES",), many=True),
            *(
                Link(("ID_RES", code), ("ID_RES",), ("ID_RES",), {code: name}, many=True)
                for code, name in _ODSPEP_AREAS.items()
            ),
        ),
        {
            "NOM_STRUCTURE_RSP": "STRUCTURE", "LIBELLE_COURT_RSP": "LIBELLE_SERVICE",
            "SERVICE_DESCRIPTION_RSP": "DESCRIPTION_SERVICE", "DATE_DEB_VALID_RSP": "DATE_DEBUT_SERVIC",
            "DATE_FIN_VALID_RSP": "DATE_FIN_SERVICE", "MODALITE_ACCES_RSP": "ModaliteAcces",
        },
        {
            "ARCHIVE_RSP": (frozenset(("1", "o", "oui", "true", "vrai")), "Ressource archivée dans ODSPEP."),
            "DIFFUSABLE_RSP": (frozenset(("0", "n", "non", "false", "faux")), "Ressource qu’ODSPEP ne diffuse pas."),
        },
    ),
)  # fmt: skip
"""The first whose main table is there is taken."""
