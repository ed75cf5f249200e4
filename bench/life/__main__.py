"""``python -m bench.life``: eighteen months of a département, told and checked month by month."""

import sys
import tempfile
import time
from pathlib import Path

import click
import structlog

from bench.life.checks import everything
from bench.life.living import Life, Month
from bench.life.world import World

HEAD = "month     fiches  verified  mails  most/person  refused  left  orphans  shown  given a new owner or access"


@click.command()
@click.option("--fiches", default=800, show_default=True)
@click.option("--editors", default=200, show_default=True)
@click.option("--institutions", default=30, show_default=True)
@click.option("--months", default=18, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Decides who forgets, who leaves and when.")
def main(fiches: int, editors: int, institutions: int, months: int, seed: int) -> None:
    """Live some months, and check after each that nothing was lost, sent twice or done out of reach."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    begun, faults = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        life = Life(world, fiches=fiches, editors=editors, places=institutions, seed=seed)
        click.echo(HEAD)
        for month in life.live(months):
            month.faults += everything(world, life.homes)
            faults += len(month.faults)
            click.echo(_line(month))
            for fault in month.faults[:10]:
                click.echo(f"  FAULT {fault}")
        world.database.close()
        sent = len(world.postbox.taken)
        click.echo(
            f"{months} months in {time.monotonic() - begun:.0f} s, {sent} mails, "
            f"{sent / max(editors, 1) / months:.2f} mails a month and editor, {faults} faults"
        )
    sys.exit(1 if faults else 0)


def _line(month: Month) -> str:
    given = ", ".join(f"{count} {how}" for how, count in sorted(month.given.items())) or "–"
    return (
        f"{month.day:%Y-%m-%d} {month.fiches:5}  {month.verified:7.0%}  {month.mails:5}  {month.most_to_one:11}  "
        f"{month.refused:7}  {month.left:4}  {month.orphans:7}  {month.shown:5}  {given}"
    )


if __name__ == "__main__":
    main()
