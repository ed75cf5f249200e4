"""What is said of a file whose format nobody gave and none claims surely: what was read, and what it resembles."""

from collections.abc import Iterator

from directory.services.imports.looking import Look
from directory.services.imports.telling import name_of
from importers.columns.guess import Guess
from importers.convert import WHERE_TITLES_ARE
from importers.recognition import SURE, Claim
from importers.registry import formats
from search.text.french import NBSP, percent

MOST_COLUMNS_SAID = 30
MOST_CLAIMS_SAID = 3
KINDS = {"csv": "tableau CSV", "classeur": "classeur", "json": "JSON", "ndjson": "JSON, un élément par ligne"}


def not_recognised(look: Look) -> Iterator[str]:
    """Give what to say of a file line by line, in French."""
    rows, claims = look.rows, look.recognition.claims
    is_tied = bool(claims) and claims[0].score >= SURE
    yield (
        "Plusieurs formats conviennent aussi bien à ce fichier. Choisissez avec --format."
        if is_tied
        else "Le format de ce fichier n’est pas reconnu avec certitude. Donnez --format, --mapping, ou --source avec le"
        " nom d’une source connue des pages."
        f" «{NBSP}import columns FICHIER --write essai.json{NBSP}» écrit la correspondance que voici."
    )
    how = [KINDS[rows.kind], *([rows.encoding] if rows.encoding else [])]
    how += [f"séparateur «{NBSP}{rows.separator}{NBSP}»" if rows.separator != "\t" else "tabulations"] * bool(
        rows.separator
    )
    yield f"Lu{NBSP}: {', '.join(how)}."
    read = ", ".join(f"«{NBSP}{column}{NBSP}»" for column in rows.header[:MOST_COLUMNS_SAID])
    yield f"Titres lus{NBSP}: {read}."
    yield from (each.text for each in rows.notices if each.kind in WHERE_TITLES_ARE)
    yield from map(_claim, claims[:MOST_CLAIMS_SAID])
    yield from proposed(look)


def proposed(look: Look) -> Iterator[str]:
    """Give what each column is thought to be, with the reasons, then those that are left."""
    found = [guess for guess in look.guesses if guess.field]
    yield f"Colonnes proposées{NBSP}:" if found else "Aucune colonne n’a été comprise."
    for guess in found:
        detail = f" ({guess.detail})" if guess.detail else ""
        reasons = f"{NBSP}; ".join(guess.reasons)
        yield f"  {guess.column} → {name_of(guess.field)}{detail}, {percent(guess.score)}{NBSP}: {reasons}."
    left = [guess for guess in look.guesses if not guess.field]
    if left:
        yield f"Colonnes laissées{NBSP}: {', '.join(map(_left, left))}."


def known_formats() -> str:
    return f"Formats connus{NBSP}:\n" + "\n".join(f"  {each.name:<28} {each.label}" for each in formats())


def _left(guess: Guess) -> str:
    rival = f" (autre colonne pour {name_of(guess.rival)})" if guess.rival else ""
    return f"«{NBSP}{guess.column}{NBSP}»{rival}"


def _claim(claim: Claim) -> str:
    return f"Ressemble à {claim.format.name} ({percent(claim.score)}){NBSP}: {f'{NBSP}; '.join(claim.reasons)}."
