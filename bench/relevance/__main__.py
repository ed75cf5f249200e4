"""``python -m bench.relevance``: measure an engine on the judged sets (docs/relevance.md)."""

from collections.abc import Iterable, Iterator

import click

from bench.relevance.baseline import Baseline
from bench.relevance.corpora import SAMPLE, Collection, demonstration, published_services
from bench.relevance.judging import Request
from bench.relevance.measure import Marks
from bench.relevance.placed import placed_lines
from bench.relevance.ranking import ENGINES, Searcher, searcher
from bench.relevance.report import Run, figures, listed, plan_lines, shown, together, worst
from bench.relevance.situations import situation_lines
from directory.domain.taxonomy import Taxonomy
from directory.services.taxonomy.editing import read_seed

PLACED = "demonstration"
"""The collection that is also asked with communes: the other one keeps no structure."""


@click.command()
@click.option("--engine", type=click.Choice(sorted(ENGINES)), default="embedded", show_default=True)
@click.option("--show", metavar="QUERY", help="Only this request: what was read of it and what was returned.")
@click.option("--each", is_flag=True, help="List what every request returned, with its grades, not the worst alone.")
def main(engine: str, show: str | None, each: bool) -> None:
    """Measure an engine on the judged sets."""
    taxonomy = read_seed()
    compared: list[tuple[Run, Run]] = []
    for collection in _collections(taxonomy):
        with searcher(engine, collection, taxonomy) as ours:
            if show is not None:
                _echo(_one(collection, ours, show))
                continue
            run = Run.of(engine, collection, ours.ranking)
            placed: list[str] = []
            if collection.name == PLACED:
                placed = [*placed_lines(collection, ours), "", *situation_lines(ours, taxonomy)]
        baselines = [
            Run.of(name, collection, Baseline(collection.texts, drop_stop_words=dropped).ranking)
            for name, dropped in (("bm25", False), ("bm25, stop words out", True))
        ]
        compared.append((run, baselines[0]))
        _echo(figures(collection, run, baselines))
        _echo([""])
        _echo(_every(collection, run) if each else worst(collection, run))
        _echo(["", *placed])
    if compared:
        _echo([together(compared)])


def _collections(taxonomy: Taxonomy) -> Iterator[Collection]:
    if SAMPLE.exists():
        yield published_services(taxonomy)
    else:
        _echo([f"{SAMPLE} is missing: the demonstration base alone is measured."])
    yield demonstration(taxonomy)


def _one(collection: Collection, ours: Searcher, text: str) -> Iterator[str]:
    yield collection.name
    yield from plan_lines(ours.plan(text))
    ranking = ours.ranking(text)
    request = next((one for one in collection.judged.requests if one.text == text), None)
    if request is None:
        yield from listed(collection, ranking, {})
    else:
        yield from shown(collection, request, ranking, Marks.of(ranking, collection.grades(request)))


def _every(collection: Collection, run: Run) -> Iterator[str]:
    open_to_all: Iterable[Request] = (request for request in run.marks if not request.held_out)
    ordered = sorted(open_to_all, key=lambda one: (one.doors, one.text))
    for request in ordered:
        yield from shown(collection, request, run.rankings[request], run.marks[request])


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


if __name__ == "__main__":
    main()
