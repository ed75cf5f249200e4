"""A field is declared once: two rows added to ``fiche/content.py``, and their migration, are all there is to write."""

import os
import subprocess
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

ROOT = Path(__file__).resolve().parents[3]
COPIED = ("directory", "fiche", "importers", "search", "templates", "static", "tests")
CONTENT = "fiche/content.py"
MIGRATIONS = "directory/store/migrations"

TWO_FIELDS = """
    animals: Annotated[
        str,
        Field(Kind.TEXT, "animaux", "Animaux acceptés", longest=50, help="Lesquels peuvent entrer.",
              example="Chiens guides"),
    ] = ""
    other_languages: Annotated[
        tuple[str, ...], Field(Kind.CODES, "autres_langues", "Autres langues", vocabulary="languages")
    ] = ()
"""

MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "animals"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("resource", sa.Column("animals", sa.Text, nullable=False, server_default=""))
    op.add_column("resource", sa.Column("other_languages", sa.Text, nullable=False, server_default="[]"))
"""


def test_a_field_added_to_the_fiche_is_everywhere_without_another_line(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    _copied(copy)
    text = (ROOT / CONTENT).read_text(encoding="utf-8")
    before, after = text.split("\n    @property\n", 1)
    (copy / CONTENT).unlink()
    (copy / CONTENT).write_text(f"{before}{TWO_FIELDS}\n    @property\n{after}", encoding="utf-8")
    (copy / MIGRATIONS / "versions" / "animals.py").write_text(MIGRATION.format(head=_head()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.fields.one_field_more", str(tmp_path)],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _copied(copy: Path) -> None:
    """Make a tree of links to the files of the project, whose folders are its own."""
    for name in COPIED:
        for path in (ROOT / name).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                link = copy / path.relative_to(ROOT)
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(path)


def _head() -> str:
    config = Config()
    config.set_main_option("script_location", str(ROOT / MIGRATIONS))
    head = ScriptDirectory.from_config(config).get_current_head()
    assert head is not None
    return head
