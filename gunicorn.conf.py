"""How the web processes are run: ``gunicorn wsgi:app``. Every value can be set from outside (docs/settings.md)."""

import os
import sys

import gunicorn.http.message
from gunicorn.workers.base import Worker

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_WORKERS") or "2")
timeout = int(os.environ.get("WEB_TIMEOUT_S") or "60")
graceful_timeout = 15
# One request at a time in each process: the arrays of the index are mapped once and never locked.
worker_class = "sync"
# SQLite connections and mapped arrays must belong to the process that uses them.
preload_app = False
# Too many criteria are answered by the application, which says in French what to do; gunicorn alone would answer an
# English page from 8 kB on, and lets no setting go above.
gunicorn.http.message.MAX_REQUEST_LINE = 131_072
limit_request_line = 131_072
# A control socket would be written outside the folder of the data.
control_socket_disable = True
loglevel = "warning"


def post_worker_init(worker: Worker) -> None:
    """Load before the first request what all of them share."""
    # Not in the master: a reload would keep its modules.
    from directory.serving import warm_up, why_not_serve

    problem = why_not_serve(worker.wsgi)
    if problem:
        sys.exit(problem)
    warm_up(worker.wsgi)


def worker_exit(server: object, worker: Worker) -> None:
    """Write what this process still counts."""
    from directory.serving import wind_down

    if getattr(worker, "wsgi", None) is not None:
        wind_down(worker.wsgi)
