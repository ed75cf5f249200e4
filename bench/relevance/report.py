"""Figures and rankings as text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.relevance.corpora import Collection
from bench.relevance.judging import KINDS, Request
from bench.relevance.measure import DEPTH, Marks, Summary
from search.text.plan import TextPlan

WORST = 15
_TITLE_CHARS = 78

Ranking = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Run:
    """One system over one collection.

    both_doors   requests for two needs whose first ten hold a right door of each.
    """

    name: str
    rankings: Mapping[Request, tuple[int, ...]]
    marks: Mapping[Request, Marks]
    both_doors: int

    @classmethod
    def of(cls, name: str, collection: Collection, ranking: Ranking) -> "Run":
        rankings = {request: tuple(ranking(request.text)) for request in collection.judged.requests}
        marks = {request: Marks.of(found, collection.grades(request)) for request, found in rankings.items()}
        both = sum(_shows_both(collection, request, found) for request, found in rankings.items())
        return cls(name, rankings, marks, both)

    def summary(self, *, held_out: bool = False) -> Summary:
        return Summary.of([mark for request, mark in self.marks.items() if request.held_out is held_out])

    def of_kind(self, kind: str) -> Summary | None:
        marks = [mark for request, mark in self.marks.items() if request.kind == kind and not request.held_out]
        return Summary.of(marks) if marks else None


def _shows_both(collection: Collection, request: Request, found: Sequence[int]) -> bool:
    if len(request.doors) < 2:
        return False
    shown = [fiche for fiche in collection.fiches if fiche.id in found[:DEPTH]]
    return all(any(collection.judged.doors[door].is_right(fiche) for fiche in shown) for door in request.doors)


def figures(collection: Collection, ours: Run, baselines: Sequence[Run]) -> Iterator[str]:
    """Yield the table of a collection, one line a kind of request."""
    requests = collection.judged.requests
    held_out = sum(request.held_out for request in requests)
    yield f"{collection.name}: {len(collection.fiches)} fiches, {len(requests)} requests, {held_out} of them held out"
    runs = (ours, *baselines)
    yield f"{'':18}{'':>5}" + "".join(f"{run.name:>36}" for run in runs)
    yield f"{'':18}{'n':>5}" + f"{'nDCG@10':>18}{'MRR':>9}{'empty':>9}" * len(runs)
    for kind in KINDS:
        if ours.of_kind(kind) is not None:
            yield _line(kind, [run.of_kind(kind) for run in runs])
    yield _line("all but held out", [run.summary() for run in runs])
    if held_out:
        yield _line("held out", [run.summary(held_out=True) for run in runs])
    for run in baselines:
        ratio, held = _ratio(ours, run, held_out=False), _ratio(ours, run, held_out=True) if held_out else None
        yield f"nDCG@10 of {ours.name} / {run.name}: {ratio:.2f}" + (f", held out {held:.2f}" if held else "")
    two = sum(len(request.doors) > 1 for request in ours.rankings)
    if two:
        both = ", ".join(f"{run.both_doors} {run.name}" for run in runs)
        yield f"two needs, a right door of each in the first {DEPTH}, of {two}: {both}"


def _ratio(ours: Run, base: Run, *, held_out: bool) -> float:
    return ours.summary(held_out=held_out).ndcg / base.summary(held_out=held_out).ndcg


def _line(name: str, summaries: Sequence[Summary | None]) -> str:
    cells = [f"{one.ndcg:>18.3f}{one.mrr:>9.3f}{one.empty:>9}" for one in summaries if one is not None]
    first = summaries[0]
    return f"{name:18}{first.requests if first is not None else 0:>5}" + "".join(cells)


def worst(collection: Collection, ours: Run, count: int = WORST) -> Iterator[str]:
    """Yield the requests with the lowest nDCG@10, held-out ones excepted, and what was returned."""
    open_to_all = [request for request in ours.marks if not request.held_out]
    ranked = sorted(open_to_all, key=lambda request: (ours.marks[request].ndcg, request.text))
    for request in ranked[:count]:
        yield from shown(collection, request, ours.rankings[request], ours.marks[request])


def shown(collection: Collection, request: Request, ranking: Sequence[int], marks: Marks) -> Iterator[str]:
    """Yield a ranking with the grade of each fiche."""
    grades = collection.grades(request)
    right, near = (sum(grade == wanted for grade in grades.values()) for wanted in (2, 1))
    doors = "+".join(request.doors)
    yield f"« {request.text} »  {doors}, {request.kind}  nDCG@10 {marks.ndcg:.2f}  ({right} right, {near} near)"
    yield from listed(collection, ranking, grades)


def listed(collection: Collection, ranking: Sequence[int], grades: Mapping[int, int]) -> Iterator[str]:
    """Yield the fiches of a ranking, each with its rank, grade, identifier and title."""
    fiches = {fiche.id: fiche for fiche in collection.fiches}
    for rank, identifier in enumerate(ranking[:DEPTH], 1):
        fiche = fiches[identifier]
        where = f"  [{fiche.structure}]" if fiche.structure else ""
        yield f"  {rank:>2}. {grades.get(identifier, 0)}  {identifier:>5} {fiche.title[:_TITLE_CHARS]}{where}"


def together(runs: Sequence[tuple[Run, Run]]) -> str:
    """Return one line over all requests of all collections: an engine beside a baseline."""
    ours, base = (Summary.of([mark for pair in runs for mark in pair[side].marks.values()]) for side in (0, 1))
    names = f"{runs[0][0].name} / {runs[0][1].name}"
    return (
        f"all collections, {ours.requests} requests: nDCG@10 {ours.ndcg:.3f}, MRR {ours.mrr:.3f}, "
        f"{ours.empty} without answer; {names} {ours.ndcg / base.ndcg:.2f}"
    )


def plan_lines(plan: TextPlan) -> Iterator[str]:
    """Yield what was read of a request: one line a group."""
    for group in plan.groups:
        options = ", ".join(
            f"{one.need or one.family or ' '.join(one.tokens)} {one.weight}" for one in group.alternatives
        )
        yield f"  {'weak ' if group.weak else '     '}{group.word}: {options}"
    for typed, read in plan.corrections:
        yield f"  read: {typed} → {read}"
    if plan.needs:
        yield f"  needs proposed: {', '.join(plan.needs)}"
    if plan.place is not None:
        yield f"  place proposed: {', '.join(commune.name for commune in plan.place.communes)}"
