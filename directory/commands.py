"""The commands of ``flask --app wsgi``, loaded when one is asked for: processes that answer pages never do."""

import click
from flask.cli import AppGroup


class Commands(AppGroup):
    """Lists and gives ``directory.cli.COMMANDS``, beside what is added to it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_commands()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or _commands().get(cmd_name)


def _commands() -> dict[str, click.Command]:
    from directory.cli import COMMANDS

    return {str(command.name): command for command in COMMANDS}
