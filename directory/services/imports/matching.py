"""Rows that would create a fiche against those that are there: what another source knows is not created twice.

Sure: the SIRET and a need at the same place, when nothing else is alike. Doubtful: a phone or a mail with a near-same
name; a near-same name and structure within 150 m. Doubtful rows wait for a person, unless they are to be created.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from directory.domain.duplicates import Reason
from directory.domain.import_matches import Candidate, Match, MatchState
from directory.domain.imports import Batch
from directory.services.duplicates.finding import Lookalike, lookalikes_of_each
from directory.services.duplicates.likeness import meet, near_titles
from directory.services.duplicates.words import REASONS
from directory.services.fiches.saving import Refused
from directory.services.imports.drafts import content_of
from directory.store.types import to_json
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from importers.base import RowMessage
from importers.drafts import draft_json
from importers.kept import Key
from importers.plan import Create
from search.text.french import NBSP

KNOWN_AGAIN, ALIKE = "rapprochee", "ressemblance"
"""Kinds of what is told."""
MOST_CANDIDATES = 5
_CONTACTS = frozenset((Reason.SAME_PHONE, Reason.SAME_MAIL))

Ready = Callable[[Key, Content], Content | Refused]


@dataclass(frozen=True, slots=True)
class New:
    """A row that would create a fiche. ``twin``: a fiche that was made of the very same content, None for none."""

    key: Key
    action: Create
    twin: int | None = None


class Matcher:
    """Finds, slice after slice of a dry run, what rows may be about."""

    def __init__(self, batch: Batch, institution: str) -> None:
        self._batch = batch
        self._institution = institution
        self._claimed: set[int] = set()
        """Fiches that a row of the file is surely about: a second one is doubtful."""

    def find(self, uow: UnitOfWork, news: Sequence[New], ready: Ready, seen: Callable[[Key], bool]) -> dict[Key, Match]:
        """Return what is found of some rows, by key.

        ready   gives the content of a row as it would be kept.
        seen    tells whether the file has a row of some source and key, as far as it was read.
        """
        if not news or not uow.lookalikes.are_there_any():
            return {}
        contents = [ready(each.key, content_of(each.action.draft, institution=self._institution)) for each in news]
        rows = [(new, content) for new, content in zip(news, contents, strict=True) if isinstance(content, Content)]
        also = [() if new.twin is None else (new.twin,) for new, _ in rows]
        alike = lookalikes_of_each(uow, [content for _, content in rows], also=also)
        ids = sorted({each.resource.id for some in alike for each in some})
        feeding = uow.records.feeding(ids)
        found: dict[Key, tuple[New, list[tuple[Lookalike, bool]]]] = {}
        for (new, content), some in zip(rows, alike, strict=True):
            worth = [(each, is_body) for each in some if (is_body := _rule(content, each)) is not None]
            worth = [pair for pair in worth if not _is_told_apart(new.key, feeding.get(pair[0].resource.id, ()), seen)]
            if worth:
                found[new.key] = new, worth
        return self._decided(found, feeding)

    def _decided(
        self,
        found: Mapping[Key, tuple[New, list[tuple[Lookalike, bool]]]],
        feeding: Mapping[int, Sequence[Key]],
    ) -> dict[Key, Match]:
        alone = {key: worth[0][0].resource.id for key, (_, worth) in found.items() if len(worth) == 1 and worth[0][1]}
        claims = Counter(alone.values())
        matches: dict[Key, Match] = {}
        for key, (new, worth) in found.items():
            number = alone.get(key)
            is_sure = (
                number is not None
                and claims[number] == 1
                and number not in self._claimed
                and all(source != key[0] for source, _ in feeding.get(number, ()))
            )
            if is_sure and number is not None:
                self._claimed.add(number)
            candidates = tuple(
                Candidate(each.resource.id, each.resource.content.title, each.reasons, each.degree)
                for each, _ in worth[:MOST_CANDIDATES]
            )
            line = new.action.draft.lines[0] if new.action.draft.lines else 0
            state = MatchState.SURE if is_sure else MatchState.DOUBTFUL
            text = new.action.text or to_json(draft_json(new.action.draft))
            owner = self._batch.institution
            matches[key] = Match(self._batch.id, *key, line, owner, candidates, state, new.action.digest, text)
        return matches


def _rule(content: Content, found: Lookalike) -> bool | None:
    """Tell whether a fiche is one that a row may be about, and by its body; None when it is not."""
    other, reasons = found.resource.content, set(found.reasons)
    same_need = bool(set(content.needs) & set(other.needs))
    if Reason.SAME_BODY in reasons and same_need and meet(content.places, other.places):
        return True
    titles = near_titles(content.title, other.title)
    if reasons & {Reason.SAME_CONTENT, Reason.NEAR_NAME} or (titles and reasons & {*_CONTACTS, Reason.SAME_BODY}):
        return False
    return None


def _is_told_apart(key: Key, feeding: Sequence[Key], seen: Callable[[Key], bool]) -> bool:
    """Tell whether the source itself says that a fiche is another one: it has another identifier, or line, for it."""
    source, name = key
    others = [each for each in feeding if each[0] == source]
    if name.startswith("#"):
        return any(not other.startswith("#") or seen((source, other)) for _, other in others)
    return bool(others)


def told(match: Match, line: int, *, waits: bool) -> RowMessage:
    """Say of a row what it may be about, and why."""
    likeliest = match.likeliest
    named = f"«{NBSP}{likeliest.title}{NBSP}» (fiche {likeliest.resource_id})"
    why = ", ".join(REASONS[reason] for reason in likeliest.reasons)
    if match.is_sure:
        text = f"Reconnue{NBSP}: c’est {named}{NBSP}: {why}, au même endroit. Ce qui y manquait est rempli."
        return RowMessage(line, KNOWN_AGAIN, text)
    more = len(match.candidates) - 1
    others = f" {more} autre{'s' if more > 1 else ''} lui ressemble{'nt' if more > 1 else ''}." if more else ""
    advice = (
        "Rien n’est créé avant que quelqu’un tranche, parmi les doublons."
        if waits
        else "Une seconde fiche est créée, et la paire attend dans les doublons que quelqu’un tranche."
    )
    return RowMessage(line, ALIKE, f"Ressemble à {named}{NBSP}: {why}.{others}", advice=advice)
