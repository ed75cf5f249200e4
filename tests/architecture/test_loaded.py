"""What a process that answers searches has loaded: no library of another work."""

import json
import os
import subprocess
import sys
from pathlib import Path

from directory.store.database import Database
from search.sqlite.engine import SqliteEngine
from tests.architecture.sources import ROOT
from tests.site import CRECHE, make_site

UNUSED = (
    "alembic", "authlib", "cryptography.x509", "directory.cli", "elastic_transport", "elasticsearch",
    "email_validator", "geopy", "holidays", "joserfc", "mako", "openpyxl", "phonenumbers", "pyotp", "pypdf",
    "requests", "search.elastic", "shapely", "tqdm",
    "typst", "urllib3", "webauthn", "zxcvbn",
)  # fmt: skip
"""Commands and the schema, identity providers, the cluster, the address service, workbooks, PDF, new passwords, what is
typed into forms."""

ASKED = (
    "/",
    "/recherche?q=permis&commune=13004",
    "/recherche?besoin=famille-garde&ouvert=maintenant",
    "/api/v1/ressources?q=garde&commune=13055&rayon=20",
    f"/api/v1/ressources/{CRECHE}",
    f"/ressources/{CRECHE}-creche-d-urgence",
)
SCRIPT = f"""
import json, os, sys
import wsgi
from directory.http.request import SERVICES
from directory.serving import share, warm_up

share(wsgi.app)
warm_up(wsgi.app)
counted = wsgi.app.extensions[SERVICES].steering.counters.waiting
client = wsgi.app.test_client()
statuses = [client.get(address).status_code for address in {ASKED!r}]
print(json.dumps([counted, statuses, sorted(sys.modules)]))
"""


def test_a_search_loads_no_library_of_another_work(sqlite_database: Database, tmp_path: Path) -> None:
    make_site(sqlite_database, tmp_path, engine=SqliteEngine(tmp_path / "index"))
    environ = os.environ | {
        "ENVIRONMENT": "development",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{sqlite_database.url.database}",
    }
    found = subprocess.run(
        (sys.executable, "-c", SCRIPT), cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    assert "rehearsal_failed" not in found.stdout + found.stderr
    counted, statuses, loaded = json.loads(found.stdout)
    # Questions asked before the fork are nobody's.
    assert counted == 0
    assert statuses == [200] * len(ASKED)
    assert [name for name in UNUSED if name in loaded] == []
