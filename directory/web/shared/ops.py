"""Pages for whoever runs the product: is it alive, is it ready, what does it measure."""

from flask import Blueprint, Response, current_app

from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.observe import Measures
from directory.http.request import current_services

ops = Blueprint("ops", __name__)

MEASURES = "directory-measures"


@ops.get("/sante/vivant")
@needs(Action.OPEN)
def alive() -> Response:
    """The process answers."""
    return _text("vivant")


@ops.get("/sante/pret")
@needs(Action.OPEN)
def ready() -> Response:
    """SQL and the index answer."""
    report = current_services().health.report()
    lines = [f"sql: {'oui' if report.sql else 'non'}"]
    if report.engine is None:
        lines.append(f"recherche: non ({report.search_problem})")
    else:
        lines.append(f"recherche: {report.engine.engine}, {report.engine.documents} fiches, retard {report.lag}")
    return _text("\n".join(lines), status=200 if report.is_ready else 503)


@ops.get("/metrics")
@needs(Action.READ_METRICS)
def metrics() -> Response:
    measures = current_app.extensions[MEASURES]
    assert isinstance(measures, Measures)
    services = current_services()
    report = services.health.report()
    counters = services.steering.counters
    uses = {metric.value: count for metric, count in counters.done.items()}
    measures.take_counts(waiting=counters.waiting, lost=counters.lost, uses=uses)
    if report.sql:
        mails = services.queues.mail_counts(services.now())
        measures.take_mails(waiting=mails.waiting, of_unknown_fate=mails.of_unknown_fate, digests=mails.digests)
    answers = services.answers
    measures.take_answers(kept=len(answers), held_bytes=answers.bytes, hits=answers.hits, misses=answers.misses)
    measures.ready.set(int(report.is_ready))
    if report.engine is not None:
        measures.documents.set(report.engine.documents)
    if report.lag is not None:
        measures.lag.set(report.lag)
    return Response(measures.text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _text(text: str, *, status: int = 200) -> Response:
    answer = Response(text + "\n", status, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
