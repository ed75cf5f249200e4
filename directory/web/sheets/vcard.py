"""A contact for a telephone, vCard 3.0 (RFC 2426): what every telephone reads."""

from directory.web.sheets.sheet import SheetFiche

LONGEST_LINE_BYTES = 75


def vcard_of(fiche: SheetFiche) -> str:
    """Return the structure with its numbers, its mail and its address; the title of the service is its note."""
    name = escaped(fiche.structure or fiche.title)
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:;{name};;;", f"FN:{name}", f"ORG:{name}"]
    lines += [f"TEL;TYPE=WORK,VOICE:{phone.url.removeprefix('tel:')}" for phone in fiche.phones if phone.url]
    lines += [f"EMAIL;TYPE=INTERNET:{escaped(fiche.email)}"] if fiche.email else []
    lines += [f"ADR;TYPE=WORK:;;{escaped(', '.join(fiche.address))};;;;"] if fiche.address else []
    lines += [f"NOTE:{escaped(fiche.title)}", "END:VCARD"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def folded(line: str) -> str:
    """Return a line cut every 75 bytes, never inside a letter; what follows begins with a space."""
    cut, room = [""], LONGEST_LINE_BYTES
    for letter in line:
        if len((cut[-1] + letter).encode()) > room:
            cut.append(" ")
        cut[-1] += letter
    return "\r\n".join(cut)
