"""The commands of whoever runs the product: ``flask --app wsgi …``. They speak French, through click."""

import click

from directory.cli.accounts import accounts_group
from directory.cli.communes import gazetteer_group
from directory.cli.follows import follow_group
from directory.cli.imports import import_group
from directory.cli.offices import offices_group
from directory.cli.steering import steering_group
from directory.cli.upkeep import database_group, demo_group, export_group, index_group, prepare, taxonomy_group, worker

COMMANDS: tuple[click.Command, ...] = (
    prepare,
    worker,
    database_group,
    taxonomy_group,
    demo_group,
    index_group,
    gazetteer_group,
    import_group,
    export_group,
    accounts_group,
    offices_group,
    follow_group,
    steering_group,
)
