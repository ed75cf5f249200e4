"""Cells to addresses of mail and web: the first that is whole, others and doubtful ones told.

An address with a blank inside is somebody else's, or leads nowhere: "centre social@exemple.fr" does not stand for
social@exemple.fr.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from fiche.plain import is_plain_email, is_plain_web
from importers.cells.cleaning import Flaw, Flaws
from importers.cells.plain_text import clean_text, is_blank

_EMAIL = re.compile(r"[\w.+'%&-]+@[\w-]+(?:\.[\w-]+)*")
_ONE_EMAIL = re.compile(r"(?:mailto:)?[\w.+'%&-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(?:^|[\s,;/|(<:])([^\s,;/|(<:]+)[ \t]+\Z")
_MAY_STAND_BEFORE = frozenset(
    ("ou", "et", "à", "a", "mail", "e-mail", "email", "mél", "mel", "courriel", "-", "–", "—")
)
_END_OF_DOMAIN = re.compile(r"[ \t]*(?:\.[ \t]*)?\b(?:fr|com|org|net|eu|info|asso|gouv|re|nc|pf)\b", re.IGNORECASE)

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]+)$")
_NO_SITE = re.compile(r"\s*(?:https?:/{0,2})?(?:www\.?)?\s*", re.IGNORECASE)
"""What a form leaves in a cell that nobody filled."""
_BEGINS = r"(?:https?:|www\.)"
_BETWEEN_SITES = re.compile(
    rf"\s*[;,|\n]\s+|\s*[;,|\n](?={_BEGINS})|\n|\s+(?:[/–—;,|-]|ou|et)\s+|(?<!:)\s+(?={_BEGINS})", re.IGNORECASE
)
_SITE_LABEL = re.compile(
    r"^(?:(?:site|page)(?:\s+(?:internet|web|facebook))?|web|internet|facebook|url|lien|adresse)\s*:\s*(?!//)",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s+\([^()]*\)$")
LONGEST_URL_CHARS = 2_000


@lru_cache(maxsize=20_000)
def read_email(text: str) -> tuple[str, Flaws]:
    """Return the first valid address of the cell, domain in lower case; nothing is asked of the network."""
    if is_blank(text):
        return "", ()
    if is_plain_email(text):
        return text, ()
    whole = _ONE_EMAIL.fullmatch(text.strip())
    candidates = [match for match in _EMAIL.finditer(text) if whole or not _is_broken(text, match)]
    valid = _valid(candidates)
    if not valid:
        return "", (
            Flaw(
                "courriel-invalide",
                "Cette adresse mail est incorrecte : elle est laissée de côté.",
                text,
                "Corrigez-la.",
            ),
        )
    others = tuple(dict.fromkeys(valid))[1:]
    if others:
        return valid[0], (
            Flaw("courriels-multiples", f"Seule la première adresse mail est gardée ({valid[0]}).", text),
        )
    return valid[0], ()


def _valid(candidates: list[re.Match[str]]) -> list[str]:
    from email_validator import EmailNotValidError, validate_email

    valid: list[str] = []
    for candidate in candidates:
        try:
            valid.append(validate_email(candidate.group().strip(".'"), check_deliverability=False).normalized)
        except EmailNotValidError:
            continue
    return valid


def _is_broken(text: str, match: re.Match[str]) -> bool:
    """Tell an address that a blank may have cut: a word touches it, or the end of a domain stands apart."""
    before = _WORD_BEFORE.search(text[: match.start()])
    if before is not None and before[1].casefold().rstrip(".") not in _MAY_STAND_BEFORE and "@" not in before[1]:
        return True
    return bool(_END_OF_DOMAIN.match(text, match.end()))


@lru_cache(maxsize=20_000)
def emails_in(text: str) -> str:
    """Return the first valid address found in prose, or nothing; prose without one is not a flaw."""
    if is_plain_email(text):
        return text
    return next(iter(_valid(list(_EMAIL.finditer(text)))), "") if "@" in text else ""


_SITE_IN = re.compile(r"(?<![@\w.])(?:https?://|www\.)[^\s<>\"«»()]+", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def sites_in(text: str) -> str:
    """Return the first web address found in prose, or nothing; prose without one is not a flaw."""
    found = (_site(match.group().rstrip(".,;:!?'’")) for match in _SITE_IN.finditer(text))
    return next(filter(None, found), "")


def plain_site(text: str) -> str:
    """Return the one site that a cell is, told at a glance as nearly all are; nothing where it has to be read."""
    if text.startswith("www."):
        text = f"https://{text}"
    return text if is_plain_web(text) else ""


@lru_cache(maxsize=20_000)
def read_url(text: str) -> tuple[str, Flaws]:
    """Return the first web address of the cell with its scheme; ``https`` is added where it is missing."""
    if is_blank(text) or _NO_SITE.fullmatch(text):
        return "", ()
    if site := plain_site(text):
        return site, ()
    pieces = [piece for piece in _BETWEEN_SITES.split(clean_text(text)) if piece and not is_blank(piece)]
    found = [_site(piece) for piece in pieces]
    sites = tuple(dict.fromkeys(site for site in found if site))
    if not all(found) or not sites:
        return (sites[0] if sites else ""), (_no_site(text),)
    if len(sites) > 1:
        return sites[0], (Flaw("sites-multiples", f"Seule la première adresse de site est gardée ({sites[0]}).", text),)
    return sites[0], ()


def _site(piece: str) -> str:
    """Return the address that a piece of a cell is, or nothing: what a blank cuts is none."""
    candidate = _REMARK.sub("", _SITE_LABEL.sub("", piece.strip())).strip("<>\"',;() ")
    candidate = re.sub(r"^(https?):/*", r"\1://", candidate, flags=re.IGNORECASE)
    candidate = re.sub(r"^(https?://)+", r"\1", candidate, flags=re.IGNORECASE)
    if not _SCHEME.match(candidate) or re.match(r"^[\w.-]+:\d+(/|$)", candidate):
        candidate = f"https://{candidate.lstrip('/')}"
    is_whole = not any(map(str.isspace, candidate)) and len(candidate) <= LONGEST_URL_CHARS
    return candidate if is_whole and _is_web(candidate) else ""


def _no_site(text: str) -> Flaw:
    return Flaw(
        "site-invalide", "Cette adresse de site est incorrecte : elle est laissée de côté.", text, "Corrigez-la."
    )


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return False
    return parts.scheme.lower() in ("http", "https") and not parts.username and bool(_HOST.match(host.lower()))
