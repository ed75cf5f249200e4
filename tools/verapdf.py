"""veraPDF, which says whether a PDF is valid PDF/UA-1: fetched once from Maven, run once for many documents.

``python -m tools.verapdf`` fetches it in ``var/verapdf``, with Java and Maven; VERAPDF names another folder of jars.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
JARS = ROOT / "var" / "verapdf"
VERSION = "1.28.2"
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>verapdf</artifactId><version>1</version><dependencies><dependency>
<groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId><version>{VERSION}</version>
</dependency></dependencies></project>
"""
MAIN_CLASS = "org.verapdf.apps.GreenfieldCliWrapper"
LONGEST_S = 300


class NoVeraPdf(Exception):
    """Raised where veraPDF cannot be run; says why."""


def jars(*, fetch: bool) -> Path:
    """Return the folder of its jars. ``fetch``: from Maven where they are not there yet. Raises NoVeraPdf."""
    folder = Path(os.environ.get("VERAPDF") or JARS)
    if shutil.which("java") is None:
        raise NoVeraPdf("no Java here")
    if list(folder.glob("*.jar")):
        return folder
    if not fetch:
        raise NoVeraPdf("python -m tools.verapdf fetches it")
    if shutil.which("mvn") is None:
        raise NoVeraPdf("no Maven here")
    with tempfile.TemporaryDirectory() as work:
        pom, built = Path(work) / "pom.xml", Path(work) / "jars"
        pom.write_text(POM, encoding="utf-8")
        command = ["mvn", "-B", "-q", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={built}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST_S)
        if done.returncode != 0:
            raise NoVeraPdf(f"Maven does not give it: {done.stdout.strip()[-300:]}")
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(built, folder, dirs_exist_ok=True)
    return folder


def refused(documents: Sequence[Path], folder: Path) -> list[str]:
    """Return what veraPDF says of the documents that are not valid PDF/UA-1, in one run for all."""
    command = ["java", "-cp", f"{folder}/*", MAIN_CLASS, "-f", "ua1", "--format", "text", *map(str, documents)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST_S).stdout
    verdicts = [line for line in said.splitlines() if line.startswith(("PASS", "FAIL", "ERROR"))]
    if len(verdicts) != len(documents):
        return [f"{len(verdicts)} verdicts for {len(documents)} documents", said]
    return [line for line in verdicts if not line.startswith("PASS")]


@click.command()
def main() -> None:
    """Fetch veraPDF."""
    click.echo(f"{jars(fetch=True)}: {len(list(jars(fetch=False).glob('*.jar')))} jars")


if __name__ == "__main__":
    main()
