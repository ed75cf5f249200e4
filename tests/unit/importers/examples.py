"""What the tests of importers share: a few communes, small vocabularies, a way to read a text as a file."""

import json
from datetime import date

from importers.base import AcceptedRow, Draft, RefusedRow
from importers.cells.codes import KnownCodes, Vocabulary
from importers.convert import ImportContext, convert
from importers.files.reading import read_rows
from importers.formats.mapping import FileMapping, parse_mapping
from search.places.commune import Commune
from search.places.gazetteer import Gazetteer

TODAY = date(2026, 11, 22)

GAZETTEER = Gazetteer(
    [
        Commune("13004", "Arles", "13", "93", "200035087", ("13200", "13104"), 50_000, 43.67643, 4.62778),
        Commune("13055", "Marseille", "13", "93", "200054807", ("13001", "13011"), 870_000, 43.2976, 5.36943),
        Commune(
            "13211", "Marseille 11e Arrondissement", "13", "93", "200054807", ("13011",), 58_000, 43.29, 5.48, "13055"
        ),
        Commune("05061", "Gap", "05", "93", "200067825", ("05000",), 41_000, 44.5594, 6.0798),
        Commune("14762", "Vire Normandie", "14", "28", "200068799", ("14500",), 17_000, 48.8386, -0.8892),
        Commune("97411", "Saint-Denis", "974", "04", "249740119", ("97400",), 150_000, -20.8789, 55.4481),
    ],
    {"dep:13": "Bouches-du-Rhône", "reg:93": "Provence-Alpes-Côte d'Azur", "epci:200054807": "Aix-Marseille-Provence"},
)

KNOWN = KnownCodes(
    {
        "needs": Vocabulary(
            {"mobilite-permis": "Passer son permis de conduire", "famille-garde": "Faire garder son enfant"},
            replaced={"mobilite-ancien": "mobilite-permis"},
        ),
        "families": Vocabulary({"mobilite": "Se déplacer", "famille": "Surmonter des contraintes familiales"}),
        "audiences": Vocabulary({"tous-publics": "Tous publics", "jeunes": "Jeunes", "femmes": "Femmes"}),
        "access_modes": Vocabulary({"libre": "Accès libre", "sur-rendez-vous": "Sur rendez-vous"}),
        "receptions": Vocabulary({"sur-place": "Sur place", "a-distance": "À distance"}),
        "mobilisations": Vocabulary({"information": "Premier niveau d’information"}),
        "costs": Vocabulary({"gratuit": "Gratuit", "payant": "Payant"}),
        "languages": Vocabulary({"ar": "Arabe"}),
        "accessibilities": Vocabulary({"fauteuil-roulant": "Accessible en fauteuil roulant"}),
    },
    {"mobilite-permis": "mobilite", "famille-garde": "famille"},
)

CONTEXT = ImportContext(GAZETTEER, KNOWN, TODAY)

FIELDS: dict[str, object] = {"titre_du_service": "titre", "structure": "structure", "description": "description"}


def mapping(fields: dict[str, object] | None = None, **keys: object) -> FileMapping:
    """Return a mapping of source ``essai`` with the usual fields, others added."""
    content = {"format": "essai", "libelle": "Essai", "source": "essai", "identite": ["id"]} | keys
    content["champs"] = FIELDS | (fields or {})
    return parse_mapping(json.dumps(content), "essai.json")


def converted(text: str, chosen: FileMapping, context: ImportContext = CONTEXT) -> list[AcceptedRow | RefusedRow]:
    """Read ``text`` as a file and convert it."""
    return list(convert(read_rows(text.encode(), "essai.csv"), chosen, context))


def drafts(text: str, chosen: FileMapping) -> list[Draft]:
    """Return the drafts of ``text``, none of its rows being refused."""
    found = converted(text, chosen)
    refused = [item for item in found if isinstance(item, RefusedRow)]
    assert not refused, refused
    return [item.draft for item in found if isinstance(item, AcceptedRow)]


def one_draft(cells: dict[str, str], chosen: FileMapping) -> Draft:
    """Return the draft of one row; title, structure, description and id are filled."""
    return drafts(one_row(cells), chosen)[0]


def one_row(cells: dict[str, str]) -> str:
    """Return a JSON file of one row, so that no cell needs quoting."""
    filled = {"id": "1", "titre": "Service", "structure": "Structure", "description": "Ce que fait le service."}
    return json.dumps([filled | cells])


def kinds(items: list[AcceptedRow | RefusedRow]) -> list[str]:
    """Return the kinds of every message, in order."""
    return [
        message.kind for item in items for message in (item.errors if isinstance(item, RefusedRow) else item.warnings)
    ]
