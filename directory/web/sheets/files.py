"""A document as a file that nobody keeps."""

import structlog
from flask import Response, make_response

from directory.domain.documents import Document

logger = structlog.get_logger()


def as_pdf(document: Document, name: str) -> Response:
    """Return a PDF to download. Signs that could not be drawn are counted in the log, never said."""
    if document.unprintable:
        logger.warning("document.unprintable", document=name, signs=document.unprintable)
    answer = make_response(document.pdf)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer.cache_control.no_store = True
    return answer
