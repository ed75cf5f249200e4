"""How the web processes are run: ``gunicorn wsgi:app``. Every value can be set from outside (docs/settings.md)."""

import os

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_WORKERS") or "2")
timeout = int(os.environ.get("WEB_TIMEOUT_S") or "60")
graceful_timeout = 15
# One request at a time in each process: the arrays of the index are mapped once and never locked.
worker_class = "sync"
# SQLite connections and mapped arrays must belong to the process that uses them.
preload_app = False
# A control socket would be written outside the folder of the data.
control_socket_disable = True
loglevel = "warning"
