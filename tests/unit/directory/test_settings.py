"""Settings: one table, read once, every error at once."""

from pathlib import Path

import pytest

from directory.settings import SETTINGS, BadSettings, read_settings

KEY = "k" * 32


def test_nothing_is_needed_in_development() -> None:
    settings = read_settings({"ENVIRONMENT": "development"})
    assert settings.is_development
    assert settings.secret_key
    assert settings.database_url == "sqlite:///var/directory.db"
    assert (settings.search_url, settings.geocoder_url, settings.tiles_url, settings.synonyms_file) == (
        "",
        "",
        "",
        None,
    )


def test_production_needs_a_secret_key_of_its_own() -> None:
    for key in ("", "short"):
        with pytest.raises(BadSettings) as caught:
            read_settings({"SECRET_KEY": key})
        assert caught.value.errors[0].startswith("SECRET_KEY: ")
    assert read_settings({"SECRET_KEY": KEY}).secret_key == KEY


def test_every_error_is_said_at_once_and_names_its_variable() -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings(
            {
                "ENVIRONMENT": "holiday",
                "DATABASE_URL": "mysql://x",
                "SEARCH_URL": "localhost:9200",
                "SYNONYMS_FILE": "/absent/file",
                "RATE_LIMIT": "many",
                "MAX_UPLOAD_MB": "-1",
                "LOG_LEVEL": "loud",
                "TRUSTED_PROXIES": "one",
            }
        )
    assert [error.split(":")[0] for error in caught.value.errors] == [
        "ENVIRONMENT",
        "DATABASE_URL",
        "SEARCH_URL",
        "SYNONYMS_FILE",
        "RATE_LIMIT",
        "MAX_UPLOAD_MB",
        "LOG_LEVEL",
        "TRUSTED_PROXIES",
    ]


@pytest.mark.parametrize("rate", ["10 per fortnight", "many per minute", "600", "0 per minute", "-1 per hour", "per"])
def test_a_rate_that_could_not_be_counted_is_refused_at_start(rate: str) -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings({"SECRET_KEY": KEY, "RATE_LIMIT": rate})
    assert [error.split(":")[0] for error in caught.value.errors] == ["RATE_LIMIT"]


@pytest.mark.parametrize("rate", ["none", "600 per minute", "20 per second; 600 per minute", "5/hour"])
def test_a_rate_that_can_be_counted_is_kept(rate: str) -> None:
    assert read_settings({"SECRET_KEY": KEY, "RATE_LIMIT": rate}).rate_limit == rate


def test_an_empty_or_blank_variable_counts_as_absent() -> None:
    blank = {setting.name: "  " for setting in SETTINGS} | {"SECRET_KEY": KEY}
    assert read_settings(blank) == read_settings({"SECRET_KEY": KEY})


def test_the_default_database_is_in_the_folder_of_the_data() -> None:
    settings = read_settings({"SECRET_KEY": KEY, "DATA_DIR": "/srv/data"})
    assert settings.data_dir == Path("/srv/data")
    assert settings.database_url == "sqlite:////srv/data/directory.db"


def test_a_secret_is_never_in_an_error() -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings({"SECRET_KEY": "weak-secret"})
    assert "weak-secret" not in str(caught.value)
