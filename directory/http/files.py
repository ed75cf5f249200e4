"""A file of fiches as an answer: streamed, tagged, written down in the trail."""

from flask import Response, request

from directory.domain.exports import ExportFile
from directory.domain.rights import Action, may_somewhere
from directory.errors import BadInput, field_error
from directory.http.access import current_actor
from directory.http.request import current_services
from directory.http.writers import current_caller
from directory.schemas.exports import FORMAT
from directory.services.exports.exporting import TooManyFound
from directory.services.exports.formats import EXPORT_FORMATS, ExportFormat
from directory.services.search.question import Question
from search.text.french import number_in_words


def file_answer(form: ExportFormat, question: Question | None) -> Response:
    """Return the file of a search, or of the whole base; 304 for who has it. Raises BadInput, SearchUnavailable."""
    services, actor = current_services(), current_actor()
    try:
        chosen = services.exports.choose(form, question)
    except TooManyFound as error:
        raise BadInput(
            (
                field_error(
                    FORMAT, "export-trop-grand", total=number_in_words(error.total), maximum=number_in_words(error.most)
                ),
            )
        ) from None
    export = services.exports.export(actor, form, chosen)
    answer = Response(export.body, content_type=export.content_type)
    # Sent as it is written: to know its length, the whole of it would be held first. Over HTTP/1.0 the end of the
    # connection ends an answer: without its length, one that is broken off would look whole.
    answer.implicit_sequence_conversion = request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0"
    answer.headers["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    answer.headers["X-Total-Count"] = str(export.total)
    answer.set_etag(export.tag, weak=True)
    answer.cache_control.private = True
    answer.cache_control.no_cache = True
    if may_somewhere(actor, Action.EXPORT_PEOPLE):
        # Names of contacts are kept by no cache, not even that of the browser.
        answer.cache_control.no_store = True
    answer.make_conditional(request)
    if answer.status_code == 200 and request.method == "GET":
        services.exports.note(current_caller(), form.code, export.total)
    return answer


def kept_answer(found: ExportFile) -> Response:
    """Return a file that is written already: any part of it, 304 for who has it, noted in the trail when begun."""
    services = current_services()
    answer = Response(services.exports.kept.bytes_of(found), content_type=EXPORT_FORMATS[found.form].content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    answer.headers["X-Total-Count"] = str(found.total)
    answer.content_length = found.size
    answer.last_modified = found.ready_at
    answer.set_etag(f"{found.tag}-{found.id}")
    answer.cache_control.private = True
    answer.cache_control.no_cache = True
    if found.people:
        answer.cache_control.no_store = True
    answer.make_conditional(request, accept_ranges=True, complete_length=found.size)
    is_begun = answer.content_range.start in (None, 0)
    if answer.status_code in (200, 206) and is_begun and request.method == "GET":
        services.exports.note(current_caller(), found.form, found.total)
    return answer
