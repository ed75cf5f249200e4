"""``compose.yaml`` follows the specification, sets nothing that the product does not read, publishes nothing."""

import subprocess
import sys
from pathlib import Path

from ruamel.yaml import YAML

from directory.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "compose.yaml"
SERVICES = YAML(typ="safe").load(COMPOSE)["services"]
OURS = ("prepare", "web", "worker")
OF_GUNICORN = {"HOST", "WEB_WORKERS"}


def test_it_follows_the_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_it_sets_what_the_product_reads() -> None:
    known = {setting.name for setting in SETTINGS} | OF_GUNICORN
    for name in OURS:
        assert set(SERVICES[name]["environment"]) <= known, name


def test_no_right_goes_where_it_is_not_needed() -> None:
    assert not {"SEARCH_WRITE_KEY", "SEARCH_MANAGE_KEY"} & set(SERVICES["web"]["environment"])
    assert not any("ports" in service for service in SERVICES.values())


def test_whatever_is_waited_for_exists_and_says_when_it_is_ready() -> None:
    for service in SERVICES.values():
        for name, wanted in service.get("depends_on", {}).items():
            if wanted["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[name]
