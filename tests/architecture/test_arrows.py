"""Data flows one way: the contracts of setup.cfg, and what they cannot say."""

import sys

import pytest
from importlinter.cli import lint_imports

from tests.architecture.sources import ROOT, imported, modules, relative


def test_the_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="setup.cfg", no_cache=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    "package, may_import", [("fiche", ("fiche",)), ("directory/domain", ("directory.domain", "fiche"))]
)
def test_the_domain_uses_the_standard_library_alone(package: str, may_import: tuple[str, ...]) -> None:
    for path, tree in modules(package):
        foreign = {
            name
            for name in imported(tree)
            if name.split(".")[0] not in sys.stdlib_module_names
            and not f"{name}.".startswith(tuple(f"{each}." for each in may_import))
        }
        assert not foreign, f"{relative(path)} imports {sorted(foreign)}"


def test_importers_know_text_and_places_of_search_and_nothing_else() -> None:
    for path, tree in modules("importers"):
        foreign = {
            name
            for name in imported(tree)
            if name.split(".")[0] == "search" and not f"{name}.".startswith(("search.text.", "search.places."))
        }
        assert not foreign, f"{relative(path)} imports {sorted(foreign)}"


def test_engines_do_not_know_each_other() -> None:
    for engine in ("sqlite", "elastic"):
        others = tuple(f"search.{other}" for other in ("sqlite", "elastic") if other != engine)
        for path, tree in modules(f"search/{engine}"):
            foreign = {name for name in imported(tree) if name.startswith(others)}
            assert not foreign, f"{relative(path)} imports {sorted(foreign)}"
