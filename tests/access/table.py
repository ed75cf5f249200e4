"""The table of rights, as it was agreed: read by tests alone, never by the product.

Columns: action, visitor, consultation, mise à jour, RGC, administrateur, tokens. A dot refuses; ``public`` depends on
PUBLIC_READING; ``own`` is the institution of the one who asks, ``reach`` its partners too for an RGC, ``self`` what
belongs to the person. A duty comes on top of a profile: its column says what the duty alone adds.
"""

from dataclasses import dataclass

from directory.domain.rights import Action

TABLE = """
ouvrir              | all    | all   | all   | all   | all | lecture:all ecriture:all import:all mesures:all
lire                | public | all   | all   | all   | all | lecture:all
lire-personnes      | .      | all   | all   | all   | all | lecture:all
lire-brouillons     | .      | .     | reach | .     | all | ecriture:own
ecrire              | .      | .     | reach | .     | all | ecriture:own
confirmer           | .      | .     | reach | .     | all | .
reprendre           | .      | .     | own   | .     | all | .
proposer            | .      | .     | all   | .     | .   | ecriture:all import:all
signaler            | public | all   | all   | all   | all | ecriture:all
repondre            | .      | .     | reach | .     | all | .
fusionner           | .      | .     | reach | .     | all | .
transferer          | .      | .     | .     | reach | all | .
importer            | .      | .     | reach | .     | all | import:own
exporter            | .      | all   | all   | all   | all | lecture:all
exporter-personnes  | .      | reach | reach | reach | reach | .
gerer-comptes       | .      | .     | .     | reach | all | .
gerer-partenaires   | .      | .     | .     | own   | all | .
gerer-jetons        | .      | .     | .     | reach | all | .
gerer-referentiel   | .      | .     | .     | .     | all | .
lire-journal        | .      | self  | self  | reach | all | .
lire-pilotage       | .      | all   | all   | all   | all | .
faire-feuille       | public | all   | all   | all   | all | .
faire-liaison       | .      | all   | all   | all   | all | .
garder              | .      | self  | self  | self  | self | .
suivre              | .      | self  | self  | self  | self | .
gerer-antennes      | .      | .     | .     | reach | all | .
exploiter           | .      | .     | .     | .     | all | .
noter-suite         | .      | all   | all   | all   | all | .
noter-equipe        | .      | own   | own   | own   | own | .
lire-interlocuteurs | public | all   | all   | all   | all | lecture:all
mon-compte          | .      | self  | self  | self  | self | .
lire-mesures        | .      | .     | .     | .     | all | mesures:all
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What the table says of one action; cells as written."""

    action: Action
    visitor: str
    consultation: str
    update: str
    rgc: str
    administrator: str
    tokens: dict[str, str]


def rows() -> tuple[Row, ...]:
    """Return the table, a row for each action."""
    read = []
    for line in TABLE.strip().splitlines():
        action, visitor, consultation, update, rgc, administrator, tokens = (cell.strip() for cell in line.split("|"))
        scopes = dict(pair.split(":") for pair in tokens.split() if pair != ".")
        read.append(Row(Action(action), visitor, consultation, update, rgc, administrator, scopes))
    return tuple(read)


BY_ACTION = {row.action: row for row in rows()}
