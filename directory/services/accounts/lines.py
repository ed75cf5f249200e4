"""People to invite, one a line, as they are typed or pasted: each line checked by itself."""

from collections.abc import Collection
from dataclasses import dataclass

from directory.domain.accounts.account import mail_key
from directory.domain.actors import Profile
from directory.services.accounts.refusals import Reason

LONGEST_NAME = 100
SEPARATORS = "\t;,"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite."""

    name: str
    mail: str
    profile: Profile = Profile.CONSULTATION
    is_rgc: bool = False
    is_administrator: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line: who it names, or why it is refused. ``number`` counts from 1 in what was pasted."""

    number: int
    text: str
    guest: Guest | None
    reasons: tuple[Reason, ...] = ()


def read_lines(text: str) -> list[Line]:
    """Return the lines "name; mail; profile" of a text, blank ones left out; the profile may be left out."""
    return [_read(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def check_guest(guest: Guest) -> tuple[Reason, ...]:
    """Return what is wrong with a name and an address, whoever has it."""
    reasons = []
    if not guest.name:
        reasons.append(Reason.NAME_MISSING)
    elif len(guest.name) > LONGEST_NAME or not guest.name.isprintable() or "://" in guest.name:
        reasons.append(Reason.NAME_BAD)
    if not is_mail(guest.mail):
        reasons.append(Reason.MAIL_BAD)
    return tuple(reasons)


def is_mail(text: str) -> bool:
    # Its tables of addresses: loaded where one is typed.
    from email_validator import EmailNotValidError, validate_email

    try:
        # test_environment lets the reserved names of examples through; nothing is looked up.
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return text.isascii()


def mark_known(lines: list[Line], known: Collection[str]) -> list[Line]:
    """Refuse the lines whose address an account already holds, or an earlier line names."""
    marked, seen = [], set(known)
    for line in lines:
        key = mail_key(line.guest.mail) if line.guest is not None else ""
        if key and key in seen:
            reason = Reason.MAIL_USED if key in known else Reason.MAIL_TWICE
            marked.append(Line(line.number, line.text, None, (reason,)))
        else:
            marked.append(line)
            seen.update({key} if key else ())
    return marked


def _read(number: int, text: str) -> Line:
    separator = next((each for each in SEPARATORS if each in text), " ")
    cells = [cell.strip().strip('"') for cell in text.split(separator) if cell.strip()]
    mails = [cell for cell in cells if "@" in cell]
    said = [cell.casefold() for cell in cells if cell.casefold() in _PROFILES]
    names = [cell for cell in cells if "@" not in cell and cell.casefold() not in _PROFILES]
    unknown = separator != " " and len(names) > 1 and len(said) == 0
    profile = _PROFILES[said[0]] if said else Profile.CONSULTATION
    # Two cells of names are a first and a family name, unless the last one stands where a profile does.
    if unknown and len(cells) == 3 and cells[-1] == names[-1] and cells[-1] != cells[0] and "@" in cells[1]:
        return Line(number, text, None, (Reason.PROFILE_UNKNOWN,))
    guest = Guest(" ".join(names), mails[0].strip("<>") if mails else "", profile)
    reasons = check_guest(guest)
    return Line(number, text, None if reasons else guest, reasons)


_PROFILES = {
    "consultation": Profile.CONSULTATION,
    "lecture": Profile.CONSULTATION,
    "mise à jour": Profile.UPDATE,
    "mise a jour": Profile.UPDATE,
    "mise-à-jour": Profile.UPDATE,
    "mise-a-jour": Profile.UPDATE,
}
