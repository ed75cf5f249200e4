"""One log event and one measure a request, by route pattern: what people look for is never written."""

import os
import time
from collections.abc import Mapping

import structlog
from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

logger = structlog.get_logger()

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
UNKNOWN_ROUTE = "unknown"


class Measures:
    """Counters of one process; each application has its own registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "http_requests_total", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.duration_s = Histogram(
            "http_request_duration_seconds", "Time to answer.", ("route",), buckets=SECONDS, registry=self.registry
        )
        self.documents = Gauge("search_documents", "Fiches in the index.", registry=self.registry)
        self.lag = Gauge("search_lag_changes", "Changes the index has not seen.", registry=self.registry)
        self.ready = Gauge("ready", "1 when SQL and the index answer.", registry=self.registry)
        self.counts_waiting = Gauge("counts_waiting", "Counts of use not written yet.", registry=self.registry)
        self.counts_lost = Counter("counts_lost_total", "Counts of use that found no room.", registry=self.registry)
        self.uses = Counter(
            "uses_total", "Searches, sheets, links opened, fiches de liaison.", ("use",), registry=self.registry
        )
        self.mails_waiting = Gauge("mails_waiting", "Mails that have not left.", registry=self.registry)
        self.mails_unknown = Gauge(
            "mails_of_unknown_fate", "Reminders cut short as they left, thirty days.", registry=self.registry
        )
        self.digests = Gauge("digests_last_day", "Digests of follows queued in 24 hours.", registry=self.registry)
        self.answers_kept = Gauge("answers_kept", "Answers kept by this process.", registry=self.registry)
        self.answers_bytes = Gauge("answers_kept_bytes", "Bytes of the answers kept.", registry=self.registry)
        self.answers_given = Counter(
            "answers_kept_asked_total", "Answers looked for among those kept.", ("found",), registry=self.registry
        )
        self._lost = 0
        self._hits = self._misses = 0
        self._uses: Mapping[str, int] = {}

    def take_answers(self, *, kept: int, held_bytes: int, hits: int, misses: int) -> None:
        """Tell what this process keeps of its answers, and how often it was of use since it started."""
        self.answers_kept.set(kept)
        self.answers_bytes.set(held_bytes)
        self.answers_given.labels("yes").inc(hits - self._hits)
        self.answers_given.labels("no").inc(misses - self._misses)
        self._hits, self._misses = hits, misses

    def take_counts(self, *, waiting: int, lost: int, uses: Mapping[str, int]) -> None:
        """Tell what this process has counted and not written, what it lost and what was done since it started."""
        self.counts_waiting.set(waiting)
        self.counts_lost.inc(lost - self._lost)
        for use, count in uses.items():
            self.uses.labels(use).inc(count - self._uses.get(use, 0))
        self._lost, self._uses = lost, dict(uses)

    def take_mails(self, *, waiting: int, of_unknown_fate: int, digests: int) -> None:
        """Tell what waits in the queue of mails, and how many digests a day queued."""
        self.mails_waiting.set(waiting)
        self.mails_unknown.set(of_unknown_fate)
        self.digests.set(digests)

    def text(self) -> bytes:
        return generate_latest(self.registry)


def observe_requests(app: Flask, measures: Measures) -> None:
    @app.before_request
    def start() -> None:
        g.started_s, g.request_id = time.perf_counter(), os.urandom(8).hex()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=g.request_id)

    @app.after_request
    def finish(response: Response) -> Response:
        now_s = time.perf_counter()
        taken_s = now_s - g.get("started_s", now_s)
        rule, said = request.url_rule, request.method
        route = rule.rule if rule is not None else UNKNOWN_ROUTE
        method = said if said in KNOWN_METHODS else "OTHER"
        measures.requests.labels(method, route, response.status_code).inc()
        measures.duration_s.labels(route).observe(taken_s)
        logger.info(
            "request", method=method, route=route, status=response.status_code, duration_ms=round(taken_s * 1000, 1)
        )
        response.headers.add("X-Request-Id", g.get("request_id", ""))
        return response


KNOWN_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"})
