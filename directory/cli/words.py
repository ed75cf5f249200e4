"""French of the command line: numbers and plurals."""

NBSP = "\u00a0"
THIN_NBSP = "\u202f"


def number(value: int) -> str:
    """Return 12345 as "12 345", with a narrow space that does not break."""
    return f"{value:,}".replace(",", THIN_NBSP)


def plural(count: int, one: str, several: str) -> str:
    """Return the count and its noun; in French 0 takes the singular."""
    return f"{number(count)} {one if count < 2 else several}"
