"""Counts written once an answer has left: nobody waits for them."""

from flask import Flask, Response

from directory.http.request import current_services


def write_counts_after_answers(app: Flask) -> None:
    @app.after_request
    def write_later(response: Response) -> Response:
        counters = current_services().steering.counters
        if counters.are_old():
            response.call_on_close(counters.write_old)
        return response
