"""What is said of a file whose format nobody gave and none claims surely: what was read, and what it resembles."""

from collections.abc import Iterator

from directory.services.imports.looking import Look
from importers.convert import WHERE_TITLES_ARE
from importers.recognition import SURE, Claim
from importers.registry import formats
from search.text.french import NBSP

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
        else "Le format de ce fichier n’est pas reconnu avec certitude. Donnez --format ou --mapping."
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


def known_formats() -> str:
    return f"Formats connus{NBSP}:\n" + "\n".join(f"  {each.name:<28} {each.label}" for each in formats())


def _claim(claim: Claim) -> str:
    return f"Ressemble à {claim.format.name} ({claim.score:.0%}){NBSP}: {f'{NBSP}; '.join(claim.reasons)}."
