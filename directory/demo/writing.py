"""A fiche written from a planned service: sentences chosen, details added."""

from dataclasses import replace
from datetime import date
from random import Random

from directory.demo.cases import Case, with_cases
from directory.demo.catalogue import Catalogue, Said, Service
from directory.demo.plan import Planned
from directory.demo.structures import Office, Offices
from directory.demo.towns import Town, Towns
from fiche.content import Content
from fiche.parts import Place
from search.text.french import typeset

_COMMUNE_PLACES = (
    "Place du marché", "Place de la mairie", "Parking de la salle des fêtes", "Devant la bibliothèque",
    "Cour de l'ancienne école", "Sur le cours, côté fontaine",
)  # fmt: skip
_ROOMS = (
    "Salle annexe de la mairie",
    "Locaux du CCAS",
    "Centre social",
    "Bibliothèque municipale",
    "Maison de quartier",
)


class Writer:
    """Writes the content of fiches; the same planned service always gives the same content."""

    def __init__(self, seed: int, catalogue: Catalogue, towns: Towns, offices: Offices, *, today: date) -> None:
        self._seed = seed
        self._catalogue = catalogue
        self._towns = towns
        self._offices = offices
        self._today = today

    def write(self, planned: Planned, cases: frozenset[Case]) -> Content:
        service, office = planned.service, planned.office
        rng = Random(f"{self._seed}/fiche/{service.code}/{office.structure.name}")
        audience, access = rng.choice(service.audiences), rng.choice(service.access)
        mobilisation, cost = rng.choice(service.mobilisation), self._cost(service, rng)
        hours, hours_text = self._hours(planned, cases, rng)
        content = Content(
            title=self._said(planned.title, office.town),
            structure=office.structure,
            description=self._description(service, office.town, rng),
            needs=self._needs(service, rng),
            audiences=audience.codes,
            audience_text=self._said(audience.text, office.town),
            access_modes=access.codes,
            access_text=self._said(access.text, office.town),
            receptions=("a-distance",) if office.kind.is_national else service.receptions,
            mobilisations=mobilisation.codes,
            mobilisation_text=self._said(mobilisation.text, office.town),
            costs=cost.codes,
            cost_text=self._said(cost.text, office.town),
            languages=_languages(service, office),
            accessibilities=() if service.is_remote else office.accessibilities,
            documents_to_bring=self._said(rng.choice(service.documents), office.town) if service.documents else "",
            phone=office.phone,
            email=office.email,
            website=office.website,
            hours=hours,
            hours_text=hours_text,
            institution=office.owner,
            places=self._places(planned, cases, rng),
            service_areas=self._areas(service, office, rng),
        )
        content = self._with_extras(content, office, rng)
        family = _family_of(service.need)
        return with_cases(content, cases, family=family, today=self._today, rng=rng)

    def _description(self, service: Service, town: Town, rng: Random) -> str:
        number = min(len(service.more), rng.choices((2, 3), weights=(60, 40))[0])
        kept = sorted(rng.sample(range(len(service.more)), number))
        sentences = [rng.choice(service.intro), *(service.more[index] for index in kept)]
        if service.last and rng.random() < 0.5:
            sentences.append(rng.choice(service.last))
        return self._said(" ".join(sentences), town)

    def _said(self, text: str, town: Town) -> str:
        return typeset(text.format_map(dict(town.words))) if text else ""

    def _needs(self, service: Service, rng: Random) -> tuple[str, ...]:
        return tuple(sorted({service.need, *(need for need in service.also if rng.random() < 0.7)}))

    def _cost(self, service: Service, rng: Random) -> Said:
        # A real base says nothing of the cost one time in seven.
        return rng.choice(service.cost) if rng.random() > 0.14 or len(service.cost) > 1 else Said(())

    def _hours(self, planned: Planned, cases: frozenset[Case], rng: Random) -> tuple[str, str]:
        if Case.HOURS_IN_WORDS in cases:
            return self._offices.hours("inconnu", rng)
        if planned.service.hours:
            return self._offices.hours(rng.choice(planned.service.hours), rng)
        return planned.office.hours

    def _areas(self, service: Service, office: Office, rng: Random) -> tuple[str, ...]:
        scope = rng.choice(service.areas) if service.areas else office.areas
        commune = office.town.commune
        if scope == "com":
            return (f"com:{office.town.city}",)
        if scope == "coms":
            near = self._towns.near(office.town, rng.randint(2, 4))
            return tuple(sorted(f"com:{town.code}" for town in (office.town, *near)))
        known = {"epci": commune.epci, "dep": commune.department, "reg": commune.region}
        if scope in known:
            return (f"{scope}:{known[scope]}",)
        return (scope,) if scope else ()

    def _places(self, planned: Planned, cases: frozenset[Case], rng: Random) -> tuple[Place, ...]:
        service, office = planned.service, planned.office
        if office.kind.is_national or (service.is_remote and rng.random() < 0.4):
            return ()
        if service.hides_address:
            return (Place(commune_name=office.town.commune.name, commune_code=office.town.code),)
        travels = service.receptions == ("itinerant",)
        if travels and service.stops == 1:
            # Half of those who come to people publish only where they come.
            return () if rng.random() < 0.5 else (office.place,)
        if travels:
            towns = (office.town, *self._towns.near(office.town, service.stops - 1))
            return tuple(self._stop(town, rng) for town in towns)
        others = service.stops - 1 if rng.random() < 0.4 else 0
        if Case.SEVERAL_PLACES in cases:
            others = max(others, rng.randint(1, 3))
        near = self._towns.near(office.town, others)
        return (office.place, *(self._offices.place_in(town, rng, complement=rng.choice(_ROOMS)) for town in near))

    def _stop(self, town: Town, rng: Random) -> Place:
        place = self._offices.place_in(town, rng)
        return replace(place, address=typeset(rng.choice(_COMMUNE_PLACES)), precision="main", score=None)

    def _with_extras(self, content: Content, office: Office, rng: Random) -> Content:
        names = self._catalogue.names
        if rng.random() < 0.12:
            content = replace(content, second_phone=self._offices.phone("mobile", rng))
        if rng.random() < 0.28:
            people = rng.choice(("women", "women", "men"))
            who = f"{rng.choice(names[people])} {rng.choice(names['surnames'])}, {rng.choice(names[f'{people}_roles'])}"
            content = replace(content, named_contact=typeset(who))
        if office.website and rng.random() < 0.2:
            page = rng.choice(("depliant.pdf", "services", "formulaire-orientation.pdf", "agenda"))
            content = replace(content, link=f"{office.website}{page}")
        return content


def _family_of(need: str) -> str:
    """Return the family a need code begins with: "argent", "pe-formation"."""
    return "-".join(need.split("-")[: 2 if need.startswith("pe-") else 1])


def _languages(service: Service, office: Office) -> tuple[str, ...]:
    said = {*service.languages, *office.languages}
    return tuple(sorted({"fr", *said})) if said else ()
