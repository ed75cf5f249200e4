"""Fiches that people write to break files: drawn by hypothesis."""

from datetime import date, timedelta

from hypothesis import strategies as some

from directory.services.fiches.tidying import Tidier
from fiche.codes import ACCESS_MODES, AUDIENCES, COSTS, MOBILISATIONS, RECEPTIONS
from fiche.content import Content
from fiche.parts import Closure, Place, Structure
from importers.cells.plain_text import is_blank
from tests.fiches import GAZETTEER, TAXONOMY

TIDIER = Tidier(TAXONOMY, GAZETTEER)
HOSTILE = (
    '=HYPERLINK("http://x";"y")', "+33 4 90", "-1+1", "@SUM(A1)", "'=1+1", "''=2", '"', '""a;b""', "a;b|c,d\te",
    "<b>gras</b>", "&amp; &lt;script&gt;", "x < y & z > t", "1/2", "00123", "1E5", "é\u0301", "ligne\nautre",
    "ligne\n\n\nloin", "a  b", "\u202e sens", "a\u2028b", "«\u00a0oui\u00a0»\u00a0: non", "#NOM?", "TRUE", "😀",
    "NULL et NC", "œuvre\u00a0!",
)  # fmt: skip
LETTERS = "abcdéèàçœ'’\"`-=+@;:|,.!?<>&/\\{}[]()#%*_0123456789 \u00a0\u202f\t😀漢\u0301"
"""Not those that spell a letter read twice ("Ã©"): it is mended wherever it comes from."""
lines = some.one_of(some.sampled_from(HOSTILE), some.text(LETTERS, min_size=1, max_size=40)).map(
    lambda text: f"{text} x"
)
texts = some.lists(lines, max_size=3).map("\n".join)
days = some.integers(0, 3000).map(lambda each: date(2024, 1, 1) + timedelta(days=each))


def codes(known: object) -> some.SearchStrategy[tuple[str, ...]]:
    return some.lists(some.sampled_from(sorted(known)), unique=True, max_size=3).map(lambda found: tuple(sorted(found)))  # type: ignore[call-overload]


@some.composite
def _closures(draw: some.DrawFn) -> Closure:
    first = draw(days)
    message = draw(some.one_of(some.just(""), lines)).replace("|", "/")
    return Closure(first, first + timedelta(days=draw(some.integers(0, 40))), message)


@some.composite
def _places(draw: some.DrawFn) -> Place:
    postcode, code, name = draw(some.sampled_from((("13200", "13004", "Arles"), ("84000", "84007", "Avignon"))))
    place = Place(
        draw(some.one_of(some.just(""), lines)), draw(some.one_of(some.just(""), lines)), postcode, name, code
    )
    if draw(some.booleans()) or not place.address:
        return place
    commune = GAZETTEER.get(code)
    assert commune is not None and commune.latitude is not None and commune.longitude is not None
    shift = draw(some.integers(-50, 50)) / 1000
    return Place(*place_fields(place), commune.latitude + shift, commune.longitude - shift, "adresse")


def place_fields(place: Place) -> tuple[str, str, str, str, str]:
    return place.address, place.complement, place.postcode, place.commune_name, place.commune_code


@some.composite
def contents(draw: some.DrawFn) -> Content:
    """Return a tidy content, as a save would keep it."""
    audiences = draw(codes(set(AUDIENCES) - {"tous-publics"}))
    content = Content(
        draw(lines),
        Structure(draw(lines), draw(some.sampled_from(("", "13000548100010"))), draw(codes({"ccas-cias", "caf"}))),
        description=draw(lines),
        needs=draw(codes(TAXONOMY.needs)),
        families=draw(codes(TAXONOMY.families)),
        audiences=audiences,
        audience_text=draw(texts),
        access_modes=draw(codes(ACCESS_MODES)),
        access_text=draw(texts),
        receptions=draw(codes(RECEPTIONS)),
        mobilisations=draw(codes(MOBILISATIONS)),
        mobilisation_text=draw(texts),
        costs=draw(codes(COSTS)),
        cost_text=draw(texts),
        documents_to_bring=draw(texts),
        phone=draw(some.sampled_from(("", "04 90 00 00 00", "3949", "115"))),
        email=draw(some.sampled_from(("", "contact@exemple.fr"))),
        website=draw(some.sampled_from(("", "https://www.exemple.fr/a?b=c&d=%20;e"))),
        named_contact=draw(some.one_of(some.just(""), lines)),
        service_areas=draw(codes({"dep:13", "reg:93", "com:13004", "fr"})),
        hours=draw(some.sampled_from(("", "Mo-Fr 09:00-12:00", "Mo 08:00-10:00; Tu off; PH off", "24/7"))),
        hours_text=draw(texts),
        closures=tuple(draw(some.lists(_closures(), max_size=2))),
        valid_from=draw(some.one_of(some.none(), days)),
        institution=draw(some.sampled_from(("", "cd13"))),
        places=tuple(draw(some.lists(_places(), max_size=3))),
    )
    tidy = TIDIER.tidy(content)
    for text in (tidy.title, tidy.structure.name):
        assert not is_blank(text)
    return tidy
