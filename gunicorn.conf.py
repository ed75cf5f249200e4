"""How the web processes are run: ``gunicorn wsgi:app``. Every value can be set from outside (docs/settings.md)."""

import gc
import os
import sys

import gunicorn.http.message
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_WORKERS") or "2")
timeout = int(os.environ.get("WEB_TIMEOUT_S") or "60")
graceful_timeout = 15
# One request at a time in each process: the arrays of the index are mapped once and never locked. Connections are not
# kept, so that whichever process is free takes the next request (measured in docs/operations.md).
worker_class = "sync"
# Loaded once, in the process that forks the others: they start at once and share what none of them writes. A process
# forked later begins with the code that was loaded then, so HUP does not take a new version (docs/operations.md).
preload_app = True
# Nothing that starting makes is garbage: the collector would look at it all a dozen times.
gc.disable()
# Arrays here are short: threads would cost more than they bring, and none may run when the process forks.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Too many criteria are answered by the application, which says in French what to do; gunicorn alone would answer an
# English page from 8 kB on, and lets no setting go above.
gunicorn.http.message.MAX_REQUEST_LINE = 131_072
limit_request_line = 131_072
# The site stands at the root of its address. SCRIPT_NAME and PATH_INFO, which gunicorn takes from headers of a proxy on
# the same machine, are sent by anybody through one that lets them pass: links of a page would lead where they say.
forwarder_headers = ""
# A control socket would be written outside the folder of the data.
control_socket_disable = True
loglevel = "warning"


def on_starting(server: Arbiter) -> None:
    """Load what all processes share, once it is known that they may serve."""
    from directory.serving import share, why_not_serve

    app = server.app.wsgi()
    problem = why_not_serve(app)
    if problem:
        sys.exit(problem)
    share(app)


def post_worker_init(worker: Worker) -> None:
    """Open what belongs to one process, before its first request."""
    from directory.serving import warm_up

    warm_up(worker.wsgi)


def worker_exit(server: object, worker: Worker) -> None:
    """Write what this process still counts."""
    from directory.serving import wind_down

    if getattr(worker, "wsgi", None) is not None:
        wind_down(worker.wsgi)
