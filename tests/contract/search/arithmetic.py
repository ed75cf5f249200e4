"""An arithmetic corpus: 240 fiches made from their number, so that every expected set is counted by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from search.criteria import MINUTES_A_DAY
from search.document import NEVER, IndexedPlace, ResourceDocument
from search.places.geometry import quantise_latitude, quantise_longitude
from search.port import SearchEngine
from search.query import Around, Point, SearchAnswer, SearchQuery
from search.text.analysis import field_text, title_key, words
from search.text.need_words import NeedWords
from search.text.plan import TextPlan
from search.text.planning import make_plan
from search.text.synonyms import Synonyms

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday, 10:30 in Paris, 13:30 in La Réunion


TODAY = date(2026, 11, 24)


NOON = datetime(2026, 11, 24, 12, 59, tzinfo=UTC).replace(tzinfo=None)  # on the clock of the place


SIZE = 240


NUMBERS = range(1, SIZE + 1)


NEEDS = {"permis": "mobilite", "velo": "mobilite", "budget": "argent", "garde": "famille", "soin": "sante"}


CODES = tuple(NEEDS)


CENTRE = Point(43.4, 5.0)


DEGREE_KM = 111.195  # one degree of latitude on the sphere used


def document(n: int) -> ResourceDocument:
    """Fiche ``n``: each field follows a remainder of ``n``."""
    need = CODES[n % 5]
    alone = n % 11 == 0
    title = f"Service {('atelier', 'permanence', 'consultation')[n % 3]} {need}"
    # One kilometre further north for each fiche; every eighth has no point, every sixteenth no commune either.
    placed = n % 8 != 0
    latitude = quantise_latitude(CENTRE.latitude + n / DEGREE_KM)
    place = IndexedPlace(latitude if placed else None, quantise_longitude(5.0) if placed else None, "13056")
    nine = TODAY.toordinal() * MINUTES_A_DAY + 9 * 60
    return ResourceDocument(
        id=n,
        seq=1,
        title=field_text([title]),
        needs_text=field_text([] if alone else [need]),
        structure=field_text([f"Maison {n}"]),
        body=field_text(["accueil individuel" if n % 2 else "accueil collectif"]),
        words=tuple(sorted(set(words(title)) | {"accueil", "individuel" if n % 2 else "collectif"})),
        title_key=title_key(title),
        structure_key=field_text([f"Maison {n}"]),
        service_label=title,
        structure_label=f"Maison {n}",
        parts=("contraintes-personnelles",),
        families=(NEEDS[need],),
        families_alone=(NEEDS[need],) if alone else (),
        needs=() if alone else (need,),
        audiences=((), ("tous-publics",), ("jeunes",), ("femmes",))[n % 4],
        costs=((), ("gratuit",), ("payant",))[n % 3],
        receptions=("a-distance",) if n % 10 == 0 else ("sur-place",),
        sources=((), ("data-inclusion",), ("odspep",))[n % 3],
        areas=((), ("fr",), ("dep:13",), ("dep:84",))[n // 5 % 4],
        places=() if n % 16 == 0 else (place,),
        timezone="Indian/Reunion" if n % 7 == 0 else "Europe/Paris",
        open_minutes=((nine, nine + 240),) if n % 2 == 0 else (),
        possible_minutes=() if n % 2 == 0 else ((nine - 540, nine + 900),),
        verified_at=NEVER if n % 5 == 0 else int(NOW.timestamp()) - n * 86_400,
        modified_at=int(NOW.timestamp()) - n,
        complete=n % 2 == 0,
        identifiers=(f"+3319900{n % 100:04d}",),
    )


def plan(engine: SearchEngine, text: str, need_words: NeedWords | None = None) -> TextPlan:
    return make_plan(
        text,
        vocabulary=engine.vocabulary(),
        synonyms=Synonyms.load(None),
        need_words=need_words or NeedWords.of({}, {}),
        gazetteer=None,
        today=TODAY,
        correct=True,
    )


def ask(engine: SearchEngine, **asked: object) -> SearchAnswer:
    return engine.search(SearchQuery(instant=NOW, need_families=NEEDS, size=300, **asked))  # type: ignore[arg-type]


def ids(answer: SearchAnswer) -> set[int]:
    return {hit.id for hit in answer.hits}


def numbers(rule: Callable[[int], bool]) -> set[int]:
    return {n for n in NUMBERS if rule(n)}


def around(radius_km: float) -> Around:
    return Around(frozenset({"13999"}), ("com:13999", "dep:13", "reg:93", "fr"), CENTRE, radius_km)


def covers(n: int) -> bool:
    return n // 5 % 4 != 3


def pointed(n: int) -> bool:
    return n % 8 != 0
