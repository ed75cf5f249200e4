"""Documents and questions made at random over a small world, so that every rule meets every other."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from search import criteria as c
from search.criteria import UNKNOWN
from search.document import NEVER, NO_END, NO_START, IndexedPlace, ResourceDocument
from search.places.geometry import quantise_latitude, quantise_longitude
from search.query import BY_NUMBER, LISTINGS, MAIN, SORTS, Around, Box, Point, SearchQuery
from search.text.analysis import field_text, title_key, words
from search.text.need_words import NeedWords
from search.text.plan import TextPlan
from search.text.planning import make_plan
from search.text.synonyms import Synonyms
from search.text.vocabulary import Vocabulary
from search.wider import wider_plans

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)

WORDS = (
    *("permis", "conduire", "aide", "logement", "creche", "garde", "budget", "dettes", "velo", "sante", "urgence"),
    *("nuit", "colis", "alimentaire", "CAF", "CSS", "mutuelle", "voiture", "bus", "francais", "medecin", "famille"),
    *("psychologue", "jeunes", "insertion", "atelier", "informatique", "de", "la", "pour"),
)
PHRASES = ("complémentaire santé solidaire", "aide alimentaire", "garde d’enfants", "permis de conduire", "caf")
FAMILIES = ("mobilite", "argent", "sante", "famille")
NEEDS = {
    "mobilite-permis": "mobilite",
    "mobilite-vehicule": "mobilite",
    "argent-budget": "argent",
    "argent-alimentation": "argent",
    "sante-medecin": "sante",
    "famille-garde": "famille",
}
NEED_WORDS = NeedWords.of(
    {
        "mobilite-permis": ["permis de conduire", "code de la route"],
        "mobilite-vehicule": ["voiture", "garage", "~vélo", "~bus"],
        "argent-alimentation": ["aide alimentaire", "colis"],
        "famille-garde": ["crèche", "garde d’enfants"],
        "sante-medecin": ["médecin", "~urgence", "~psychologue"],
    },
    NEEDS,
)
COMMUNES = ("13056", "13117", "13203", "13055", "84007", "97411", "")
AREAS = ("fr", "reg:93", "dep:13", "dep:84", "epci:200054807", "com:13056", "com:13055", "com:13203")
CHAINS = {
    "13056": ("com:13056", "epci:200054807", "dep:13", "reg:93", "fr"),
    "13203": ("com:13203", "com:13055", "epci:200054807", "dep:13", "reg:93", "fr"),
    "13055": ("com:13055", "com:13203", "epci:200054807", "dep:13", "reg:93", "fr"),
    "84007": ("com:84007", "dep:84", "reg:93", "fr"),
    "97411": ("com:97411", "dep:974", "reg:04", "fr"),
}
POINTS = ((43.405, 5.047), (43.46, 5.25), (43.30, 5.38), (43.95, 4.81), (44.9, 4.9), (-20.88, 55.45))
ZONES = ("Europe/Paris", "Indian/Reunion", "Pacific/Noumea", "America/Cayenne")
SIRETS = ("13000548100010", "26130002500019")
PHONES = ("0199001234", "0639981234")


def _codes(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(lambda found: tuple(sorted(found)))


def _text(longest: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from((*WORDS, *PHRASES)), max_size=longest).map(" ".join)


@st.composite
def _points(draw: st.DrawFn) -> tuple[float, float]:
    latitude, longitude = draw(st.sampled_from(POINTS))
    shift = st.sampled_from((0.0, 0.0, 0.001, -0.02, 0.09, 0.3, -0.7))
    return latitude + draw(shift), longitude + draw(shift)


@st.composite
def _places(draw: st.DrawFn) -> IndexedPlace:
    commune = draw(st.sampled_from(COMMUNES))
    if draw(st.integers(0, 3)) == 0:
        return IndexedPlace(None, None, commune)
    latitude, longitude = draw(_points())
    return IndexedPlace(quantise_latitude(latitude), quantise_longitude(longitude), commune)


@st.composite
def _intervals(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    base = TODAY.toordinal() * c.MINUTES_A_DAY
    starts = draw(st.lists(st.integers(0, 14 * 24), unique=True, max_size=6))
    return tuple((base + 60 * start, base + 60 * start + 45) for start in sorted(starts))


@st.composite
def documents(draw: st.DrawFn, identifier: int) -> ResourceDocument:
    title, structure, body = draw(_text(4)), draw(_text(2)), draw(_text(8))
    needs = draw(_codes(*NEEDS))
    alone = tuple(f for f in draw(_codes(*FAMILIES)) if f not in {NEEDS[need] for need in needs})
    opening = draw(_intervals())
    instant_s = int(NOW.timestamp())
    return ResourceDocument(
        id=identifier,
        seq=draw(st.integers(1, 3)),
        title=field_text([title]),
        needs_text=field_text(needs),
        structure=field_text([structure]),
        body=field_text([body, draw(_text(2))]),
        words=tuple(sorted({*words(title), *words(structure), *words(body)})),
        title_key=title_key(title),
        structure_key=field_text([structure]),
        service_label=title,
        structure_label=structure,
        parts=draw(_codes("contraintes-personnelles", "offre-pole-emploi")),
        families=tuple(sorted({NEEDS[need] for need in needs} | set(alone))),
        families_alone=alone,
        needs=needs,
        audiences=draw(_codes("jeunes", "femmes", "tous-publics")),
        access_modes=draw(_codes("libre", "sur-rendez-vous")),
        mobilisations=draw(_codes("information", "prescription-directe")),
        costs=draw(_codes("gratuit", "payant")),
        receptions=draw(_codes("sur-place", "a-distance", "itinerant")) or ("sur-place",),
        languages=draw(_codes("fr", "lsf")),
        accessibilities=draw(_codes("fauteuil-roulant")),
        networks=draw(_codes("caf", "ccas-cias")),
        institution=draw(st.sampled_from(((), ("cd13",), ("pole-emploi",)))),
        sources=draw(st.sampled_from(((), ("data-inclusion",), ("odspep",)))),
        areas=draw(_codes(*AREAS)),
        places=tuple(draw(st.lists(_places(), max_size=3))),
        timezone=draw(st.sampled_from(ZONES)),
        open_minutes=opening,
        possible_minutes=tuple(interval for interval in draw(_intervals()) if interval not in opening),
        valid_from=draw(st.sampled_from((NO_START, NO_START, instant_s // 60, instant_s // 60 + 1))),
        valid_to=draw(st.sampled_from((NO_END, NO_END, instant_s // 60, instant_s // 60 + 1))),
        verified_at=draw(st.sampled_from((NEVER, instant_s - 86_400, instant_s - 200 * 86_400))),
        modified_at=draw(st.sampled_from((instant_s - 5, instant_s - 500))),
        complete=draw(st.booleans()),
        identifiers=draw(_codes(*SIRETS, *PHONES)),
    )


def corpora() -> st.SearchStrategy[list[ResourceDocument]]:
    return st.integers(0, 40).flatmap(lambda size: st.tuples(*(documents(n) for n in range(1, size + 1)))).map(list)


def _one_of(kind: type[c.Codes], *values: str) -> st.SearchStrategy[c.Codes]:
    return st.lists(st.sampled_from(values), unique=True, min_size=1, max_size=2).map(lambda v: kind(tuple(v)))


def _numbers() -> st.SearchStrategy[frozenset[int]]:
    """Give numbers of fiches, of some that the corpus lacks too."""
    return st.frozensets(st.integers(1, 45), max_size=20)


def _moments() -> st.SearchStrategy[c.OpenAt]:
    hours = st.integers(0, 13 * 24).map(lambda hours: timedelta(hours=hours))
    return st.one_of(
        hours.map(lambda shift: c.OpenAt(instant=NOW + shift)),
        hours.map(lambda shift: c.OpenAt(local=(NOW - timedelta(hours=9)).replace(tzinfo=None) + shift)),
        st.integers(0, 13).map(lambda days: c.OpenAt(day=TODAY + timedelta(days=days))),
    )


_CRITERIA: tuple[st.SearchStrategy[c.Criterion], ...] = (
    _one_of(c.Audience, "jeunes", "femmes", "tous-publics", UNKNOWN),
    _one_of(c.Access, "libre", "sur-rendez-vous", UNKNOWN),
    _one_of(c.Mobilisation, "information", UNKNOWN, "autre"),
    _one_of(c.Cost, "gratuit", "payant", UNKNOWN),
    _one_of(c.Language, "fr", "lsf", UNKNOWN),
    _one_of(c.Accessibility, "fauteuil-roulant", UNKNOWN),
    _one_of(c.Reception, "sur-place", "a-distance", "itinerant"),
    _one_of(c.Part, "contraintes-personnelles", "offre-pole-emploi"),
    _one_of(c.Institution, "cd13", "pole-emploi"),
    _one_of(c.Network, "caf", "ccas-cias"),
    st.builds(
        c.Classification,
        families=_codes(*FAMILIES),
        needs=_codes(*NEEDS).map(lambda needs: tuple((need, NEEDS[need]) for need in needs)),
    ).filter(lambda asked: bool(asked.families or asked.needs)),
    _one_of(c.Source, "data-inclusion", "odspep", "inconnue"),
    st.just(c.WithoutNeed()),
    st.sampled_from((1, 100)).map(lambda days: c.VerifiedSince(int(NOW.timestamp()) - days * 86_400)),
    st.sampled_from((5, 6, 500)).map(lambda age_s: c.ModifiedSince(int(NOW.timestamp()) - age_s)),
    st.booleans().map(c.Completeness),
    _numbers().map(lambda found: c.OfStructures((1,), found)),
    _numbers().map(c.WithoutDoubles),
    _moments(),
)


@st.composite
def _arounds(draw: st.DrawFn) -> Around:
    commune = draw(st.sampled_from(tuple(CHAINS)))
    centre = None if draw(st.integers(0, 9)) == 0 else Point(*draw(_points()))
    if draw(st.integers(0, 3)) == 0:
        return draw(_areas(centre))
    communes = frozenset({"13055", "13203"} if commune == "13055" else {commune})
    radius_km, town = float(draw(st.sampled_from((1, 5, 20, 100)))), draw(st.sampled_from(("", *WORDS)))
    return Around(communes, CHAINS[commune], centre, radius_km, town=field_text([town]))


@st.composite
def _areas(draw: st.DrawFn, centre: Point | None) -> Around:
    """Ask for a whole area: some communes, and others near it."""
    members = frozenset(draw(st.sets(st.sampled_from(tuple(CHAINS)), min_size=1)))
    near = members | frozenset(draw(st.sets(st.sampled_from(tuple(CHAINS)))))
    chain = tuple(dict.fromkeys(code for member in sorted(members) for code in CHAINS[member]))
    return Around(members, chain, centre, None, near)


_TYPED = ("permi de conduire", "crèhce", "aide", "Complémentaire santé solidaire", "colis", "CAF", "aides la", "vélo")


def plans(vocabulary: Vocabulary, synonyms: Synonyms) -> st.SearchStrategy[TextPlan]:
    typed = st.one_of(_text(3), st.sampled_from(_TYPED), st.sampled_from((*SIRETS, *PHONES)))

    def read(text: str, width: int, *, correct: bool) -> TextPlan:
        plan = make_plan(
            text,
            vocabulary=vocabulary,
            synonyms=synonyms,
            need_words=NEED_WORDS,
            gazetteer=None,
            today=TODAY,
            correct=correct,
        )
        readings = (plan, *wider_plans(plan))
        return readings[min(width, len(readings) - 1)]

    asked = st.tuples(typed, st.sampled_from((0, 0, 0, 1, 2)), st.booleans())
    return asked.map(lambda one: read(one[0], one[1], correct=one[2]))


@st.composite
def queries(draw: st.DrawFn, vocabulary: Vocabulary, synonyms: Synonyms) -> SearchQuery:
    chosen = draw(st.lists(st.integers(0, len(_CRITERIA) - 1), unique=True, max_size=3))
    box = Box(43.2, 4.9, 43.5, 5.4) if draw(st.integers(0, 4)) == 0 else None
    sort, page = draw(st.sampled_from(SORTS)), draw(st.sampled_from((1, 1, 1, 2, 3)))
    after = draw(st.integers(0, 42)) if sort == BY_NUMBER and page == 1 else 0
    return SearchQuery(
        instant=NOW,
        plan=draw(st.none() | plans(vocabulary, synonyms)),
        criteria=tuple(draw(_CRITERIA[index]) for index in chosen),
        around=draw(st.none() | _arounds()),
        box=box,
        sort=sort,
        listing=draw(st.sampled_from((MAIN, MAIN, MAIN, *LISTINGS))),
        page=page,
        after=after,
        size=draw(st.sampled_from((20, 3))),
        need_families=NEEDS,
    )
