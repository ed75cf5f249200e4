"""Logs: an event name and fields, one JSON object a line on standard error.

What people look for never appears: a request is logged by its route pattern, never by its query string.
"""

import logging
import sys
import traceback
from pathlib import Path

import structlog

from directory.settings import Settings


def configure_logs(settings: Settings) -> None:
    """Set up structlog for this process: readable lines in development, JSON elsewhere."""
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if settings.is_development
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level.upper())),
        # Today's stderr, not that of the moment of the set-up: a test may have closed it since.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # The development server's and urllib3's lines hold query strings.
    for name in ("werkzeug", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # A node that does not answer is an event of ours, without forty lines of traceback for each try.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)


def where(error: BaseException) -> list[str]:
    """Return where an error happened, innermost last; not its message, which may hold what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
