"""The address of a fiche as a picture that a phone reads on paper; what draws it is loaded at the first one."""

import io

from markupsafe import Markup

QUIET_MODULES = 2
"""Blank modules around the code: paper is blank beyond."""


def qr_of(address: str) -> Markup:
    """Return an SVG to stand in a page, sized by the style sheet; empty without an address."""
    if not address:
        return Markup()
    import segno

    code = segno.make_qr(address, error="m")
    return Markup(code.svg_inline(border=QUIET_MODULES, omitsize=True, title="Code à lire avec un téléphone"))


def qr_image(address: str) -> str:
    """Return the same picture as an SVG that stands alone, for a document; empty without an address."""
    if not address:
        return ""
    import segno

    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", border=QUIET_MODULES, scale=4, xmldecl=False)
    return out.getvalue().decode()
