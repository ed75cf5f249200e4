"""The systems that fiches come from, on the wire."""

from marshmallow import Schema

from directory.schemas.shapes import listed, number, text


class SourceSchema(Schema):
    code = text("Valeur du paramètre «\u00a0source\u00a0».")
    total = number("Fiches publiées qui en viennent.")


class SourcesAnswerSchema(Schema):
    sources = listed(SourceSchema)
