"""What the product is told from outside: environment variables, read once, every error at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from directory.setting_values import (
    database_address,
    departments,
    existing_file,
    folder,
    index_prefix,
    limit,
    mail_server,
    one_of,
    optional_folder,
    rising_days,
    sender,
    sha256,
    signing_keys,
    switch,
    text,
    web_address,
    web_addresses,
    whole,
)

DEVELOPMENT_KEY = "development-only"
LEVELS = ("debug", "info", "warning", "error")
ENVIRONMENTS = ("development", "production")


class BadSettings(Exception):
    """Raised once with every faulty variable; ``errors`` are English sentences for the administrator."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Settings:
    """Values after reading. One field for each row of ``SETTINGS``, in lower case."""

    environment: str
    secret_key: str
    data_dir: Path
    database_url: str
    search_url: str
    search_prefix: str
    search_key: str
    search_write_key: str
    search_manage_key: str
    search_ca_file: Path | None
    search_fingerprint: str
    synonyms_file: Path | None
    geocoder_url: str
    public_url: str
    data_licence: str
    tiles_url: str
    tiles_credit: str
    accessibility_contact: str
    public_reading: bool
    metrics_token: str
    factor_required: bool
    oidc_issuer: str
    oidc_name: str
    oidc_client_id: str
    oidc_client_secret: str
    oidc_acr_asked: str
    oidc_acr_strong: str
    oidc_mail_trusted: bool
    rate_limit: str
    max_upload_mb: int
    import_archived_percent: int
    import_changed_percent: int
    import_dir: Path | None
    smtp_url: str
    mail_from: str
    log_level: str
    trusted_proxies: int
    territory: tuple[str, ...]
    reminder_days: tuple[int, ...]
    todo_days: int
    sheet_keys: tuple[str, ...]
    person_links: bool
    sectors_file: Path | None
    kept_answers_mb: int

    @property
    def link_keys(self) -> tuple[str, ...]:
        """What signs the links of sheets; nothing where they carry none."""
        return self.sheet_keys if self.person_links else ()

    @property
    def is_development(self) -> bool:
        return self.environment == "development"


Value = str | int | bool | Path | tuple[str, ...] | tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable.

    read     turns the text into a value; raises ValueError with what was expected, in English.
    kind     how the documentation names its type.
    """

    name: str
    kind: str
    default: str
    help: str
    read: Callable[[str], Value]


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "ENVIRONMENT", "choice", "production",
        "`development` accepts a missing SECRET_KEY and lets cookies travel without TLS.", one_of(ENVIRONMENTS),
    ),
    Setting(
        "SECRET_KEY", "text", "",
        "Signs sessions and forms: at least 32 random characters. Required in production.", text,
    ),
    Setting("DATA_DIR", "folder", "var", "Holds the default database, the search index, the mapped communes.", folder),
    Setting(
        "DATABASE_URL", "address", "",
        "`sqlite:///path` or `postgresql://…`; empty: a SQLite file in DATA_DIR.", database_address,
    ),
    Setting(
        "SEARCH_URL", "addresses", "",
        "Nodes of an Elasticsearch cluster, separated by commas; empty: the embedded engine, in DATA_DIR.",
        web_addresses,
    ),
    Setting("SEARCH_PREFIX", "name", "directory", "What the names of its indices begin with.", index_prefix),
    Setting("SEARCH_KEY", "text", "", "API key of the cluster that reads: all that the web needs.", text),
    Setting("SEARCH_WRITE_KEY", "text", "", "API key that writes documents: for the worker.", text),
    Setting("SEARCH_MANAGE_KEY", "text", "", "API key that makes indices: for `flask index rebuild`.", text),
    Setting(
        "SEARCH_CA_FILE", "file", "", "Authority of the cluster’s certificates, PEM; empty: the system’s.",
        existing_file,
    ),
    Setting(
        "SEARCH_FINGERPRINT", "text", "", "SHA-256 of the certificate of that authority, in place of its file.",
        sha256,
    ),
    Setting(
        "SYNONYMS_FILE", "file", "", "A list of synonyms of your own; empty: the one of the product.", existing_file,
    ),
    Setting(
        "GEOCODER_URL", "address", "",
        "A geocoder that answers like the Base Adresse Nationale; empty: communes only, without network.",
        web_address,
    ),
    Setting(
        "PUBLIC_URL", "address", "", "Address people reach the site at, for links in mails and files.", web_address,
    ),
    Setting(
        "DATA_LICENCE", "text", "",
        "Licence written in the files that are exported; empty: they say to ask the signatories.", text,
    ),
    Setting(
        "TILES_URL", "address", "",
        "Background of the map, with {z} {x} {y}; empty: outlines of the départements, no other host.", web_address,
    ),
    Setting("TILES_CREDIT", "text", "", "Credit shown on the map with those tiles.", text),
    Setting(
        "ACCESSIBILITY_CONTACT", "text", "",
        "Mail address, or address of a form, where people report a difficulty: shown by the accessibility statement.",
        text,
    ),
    Setting(
        "PUBLIC_READING", "on or off", "",
        "Whether visitors without an account may search and read; empty: on in development, off in production.",
        switch,
    ),
    Setting(
        "METRICS_TOKEN", "text", "",
        "What a collector sends as `Authorization: Bearer` to read `/metrics`; empty: administrators alone read it.",
        text,
    ),
    Setting(
        "FACTOR_REQUIRED", "on or off", "",
        "Whether RGCs and administrators need a second factor; empty: on in production, off in development.",
        switch,
    ),
    Setting("OIDC_ISSUER", "address", "", "Identity provider people may sign in through; empty: none.", web_address),
    Setting("OIDC_NAME", "text", "ProConnect", "How the sign-in page names it.", text),
    Setting("OIDC_CLIENT_ID", "text", "", "What this site is called there. Required with OIDC_ISSUER.", text),
    Setting("OIDC_CLIENT_SECRET", "text", "", "Its secret.", text),
    Setting("OIDC_ACR_ASKED", "texts", "", "Levels asked for, separated by spaces; what comes back decides.", text),
    Setting("OIDC_ACR_STRONG", "texts", "", "Levels that are worth a second factor, separated by spaces.", text),
    Setting(
        "OIDC_MAIL_TRUSTED", "on or off", "off",
        "Whether to believe an address that the provider does not say it verified.", switch,
    ),
    Setting(
        "RATE_LIMIT", "limit", "600 per minute",
        "Requests of an account or a key, else of an address of the network, over all the processes of a machine; "
        "`none`: no limit.", limit,
    ),
    Setting(
        "MAX_UPLOAD_MB", "number", "100", "Largest file that an import takes, in megabytes; any other form, 4.",
        whole(1, 2000),
    ),
    Setting(
        "IMPORT_ARCHIVED_PERCENT", "number", "10",
        "Share of the fiches of a source, in hundredths, that one person may archive at once because its file no "
        "longer has them; more waits for an administrator to agree.", whole(0, 100),
    ),
    Setting(
        "IMPORT_CHANGED_PERCENT", "number", "10",
        "Share of the fiches of a source, in hundredths, from which a file of the night waits for somebody to look.",
        whole(0, 100),
    ),
    Setting(
        "IMPORT_DIR", "folder", "", "Folder under which sources may have theirs, read each night; empty: none.",
        optional_folder,
    ),
    Setting(
        "SMTP_URL", "address", "",
        "The server that sends mails: `smtp://user:password@host:587` (TLS as soon as it is offered) or `smtps://…`; "
        "empty: no mail leaves, and the link of an invitation is shown once to who invites.", mail_server,
    ),
    Setting("MAIL_FROM", "mail address", "", "What mails are sent from. Required with SMTP_URL.", sender),
    Setting("LOG_LEVEL", "choice", "info", "Least serious event written to the log.", one_of(LEVELS)),
    Setting(
        "TRUSTED_PROXIES", "number", "0", "How many proxies stand in front and set X-Forwarded headers.", whole(0, 5),
    ),
    Setting(
        "TERRITORY", "départements", "",
        "Codes of the départements that the base serves, separated by commas: a name typed, or in a file, means the "
        "commune of these, or near a published fiche, before its namesakes.", departments,
    ),
    Setting(
        "REMINDER_DAYS", "days", "30,60,90",
        "Days after the first mail about a fiche to confirm, without an answer: its editors are asked again, then the "
        "RGC, then it is marked as left without an answer.", rising_days,
    ),
    Setting(
        "TODO_DAYS", "number", "15", "Days before its date from which a fiche to confirm is in *À faire*.",
        whole(0, 90),
    ),
    Setting(
        "SHEET_KEYS", "texts", "",
        "Sign the links of sheets and those that stop mails, separated by commas, the newest first: links made with "
        "the others are still read, those of sheets for a year; empty: a key made of SECRET_KEY.", signing_keys,
    ),
    Setting(
        "PERSON_LINKS", "on or off", "on",
        "Whether a sheet carries a link, and its code to scan, that opens it without an account.", switch,
    ),
    Setting(
        "SECTORS_FILE", "file", "",
        "Groups of communes that divide an intercommunality in the steering figures: a CSV `secteur;nom_court;"
        "code_insee`, a commune a line; empty: intercommunalities whole.", existing_file,
    ),
    Setting(
        "KEPT_ANSWERS_MB", "number", "16",
        "Room for the answers that each web process gives again while nothing of them moves, in megabytes; 0: none "
        "is kept.", whole(0, 2000),
    ),
)  # fmt: skip


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings of an environment; an empty variable counts as absent. Raises BadSettings with all errors."""
    errors: list[str] = []
    values: dict[str, Value] = {}
    for setting in SETTINGS:
        try:
            values[setting.name.lower()] = setting.read(environ.get(setting.name, "").strip() or setting.default)
        except ValueError as error:
            errors.append(f"{setting.name}: expected {error}")
    key = str(values["secret_key"])
    if not key and values.get("environment") == "development":
        values["secret_key"] = DEVELOPMENT_KEY
    elif len(key) < 32 and values.get("environment") == "production":
        errors.append("SECRET_KEY: expected at least 32 random characters (ENVIRONMENT=development does without)")
    if values.get("smtp_url") and not values.get("mail_from"):
        errors.append("MAIL_FROM: expected the address that mails are sent from, since SMTP_URL is set")
    if values.get("smtp_url") and not values.get("public_url"):
        errors.append("PUBLIC_URL: expected the address of the site, for the links of mails, since SMTP_URL is set")
    if errors:
        raise BadSettings(tuple(errors))
    is_development = values["environment"] == "development"
    values["sheet_keys"] = values["sheet_keys"] or (f"{values['secret_key']}feuille",)
    if values["public_reading"] is None:
        values["public_reading"] = is_development
    if values["factor_required"] is None:
        values["factor_required"] = not is_development
    if values["oidc_issuer"] and not values["oidc_client_id"]:
        raise BadSettings(("OIDC_CLIENT_ID: expected what this site is called by the provider",))
    if not values["database_url"]:
        values["database_url"] = f"sqlite:///{values['data_dir']}/directory.db"
    return Settings(**values)  # type: ignore[arg-type]  # one field a row: a test compares names and types
