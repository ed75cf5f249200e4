"""The living page of components, in development only: every component in each of its states."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Blueprint, render_template
from markupsafe import Markup

from directory.domain.rights import Action
from directory.errors import field_error
from directory.http.access import needs
from directory.services.hours.words import OpeningStatus, WeekDay
from directory.web.search.bar import Link, Option, SearchBar, search_bar
from directory.web.search.choices import FacetValueView, FacetView
from directory.web.search.emergency import EmergencyBox, EmergencyView
from directory.web.search.hits import HitView
from directory.web.search.home_view import FamilyView, NeedLink
from directory.web.search.offers import Offer
from directory.web.search.same import Line, SameView
from directory.web.search.view import Paging
from search.text.french import DAYS, NBSP

components = Blueprint("components", __name__)

MONDAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class ComponentsView:
    bar: SearchBar
    tags: tuple[Link, ...]
    offers: tuple[Offer, ...]
    statuses: tuple[OpeningStatus, ...]
    emergency: EmergencyBox
    lines: tuple[Line, ...]
    paging: Paging
    facets: tuple[FacetView, ...]
    opening: tuple[Option, ...]
    week: tuple[WeekDay, ...]
    families: tuple[FamilyView, ...]


STATUSES = (
    OpeningStatus("ouvert", f"Ouvert jusqu’à 17{NBSP}h"),
    OpeningStatus("ferme-bientot", f"Ferme dans 20{NBSP}min"),
    OpeningStatus("ferme", f"Ouvre mardi à 9{NBSP}h"),
    OpeningStatus("ferme", "Fermé jusqu’au 4 janvier inclus", "travaux"),
    OpeningStatus("inconnu", "Horaires non communiqués"),
)


def _hit(number: int, status: OpeningStatus, *, is_stale: bool) -> HitView:
    return HitView(
        id=number,
        rank=str(number),
        url="#",
        title=Markup("Passer son <mark>permis</mark> B à tarif solidaire"),
        who=Markup("Auto-école sociale La Bonne Route · Martigues"),
        other="Auto-école sociale La Bonne Route",
        town="Martigues",
        distance="à distance" if is_stale else f"1,2{NBSP}km",
        reach="a-distance" if is_stale else "",
        status=status,
        orientation="Prescription directe",
        cost=f"30 à 90{NBSP}€ selon ressources",
        text=Markup("Code et <mark>conduite</mark> en petit groupe, avec un suivi individuel…"),
        reasons=(f"répond à «{NBSP}Passer son permis de conduire{NBSP}»",),
        verified=f"à vérifier{NBSP}: dernière vérification il y a 9 mois" if is_stale else "vérifiée il y a 12 jours",
        verified_on="10 novembre 2026",
        is_stale=is_stale,
        phone="04 65 71 20 14".replace(" ", NBSP),
        phone_url="tel:+33465712014",
        latitude="",
        longitude="",
    )


def _same() -> SameView:
    places = tuple(
        replace(_hit(number, STATUSES[0], is_stale=False), orientation="", cost="") for number in range(3, 7)
    )
    return SameView(
        Markup("Passer son <mark>permis</mark>"),
        "Passer son permis",
        f"4{NBSP}lieux",
        "Prescription directe",
        "Gratuit",
        places[:3],
        places[3:],
        f"1{NBSP}autre lieu",
    )


def _facet(name: str, label: str, *, is_unfolded: bool) -> FacetView:
    values = tuple(
        FacetValueView(f"exemple-{name}-{rank}", str(rank), f"Valeur {rank}", str(20 - rank), rank == 1)
        for rank in range(1, 5)
    )
    return FacetView(name, label, values[:2], values[2:], is_unfolded)


def components_view() -> ComponentsView:
    asked = {"q": ("permis",), "lieu": ("Qwxzville",)}
    hours = (f"9{NBSP}h{NBSP}–{NBSP}12{NBSP}h", f"14{NBSP}h{NBSP}–{NBSP}17{NBSP}h")
    return ComponentsView(
        bar=search_bar(asked, None, (field_error("lieu", "lieu-inconnu", value="Qwxzville"),)),
        tags=(Link(f"Martigues (13), 20{NBSP}km", "#"), Link(f"Coût{NBSP}: Gratuit", "#")),
        offers=(Offer("Ouvert maintenant", "#", "12"),),
        statuses=STATUSES,
        emergency=EmergencyBox(
            (EmergencyView("115", "tel:115", "Samu social", "Hébergement d’urgence."),),
            (EmergencyView("0 980 980 930", "tel:+33980980930", "Alcool Info Service", "Écoute sur l’alcool."),),
        ),
        lines=(_hit(1, STATUSES[0], is_stale=False), _hit(2, STATUSES[2], is_stale=True), _same()),
        paging=Paging("Page 2 sur 7", "#", "#"),
        facets=(_facet("un", "Un filtre", is_unfolded=True), _facet("deux", "Un filtre replié", is_unfolded=False)),
        opening=(Option("", "à tout moment", True), Option("maintenant", "maintenant", False)),
        week=tuple(
            WeekDay(name, MONDAY + timedelta(days=rank), rank == 1, hours if rank < 5 else (), "" if rank else "férié")
            for rank, name in enumerate(DAYS)
        ),
        families=(FamilyView("Se déplacer", "bus", "#", (NeedLink("Passer son permis de conduire", "#", "38"),)),),
    )


@components.get("/composants")
@needs(Action.OPEN)
def every_component() -> str:
    return render_template("pages/components.html", view=components_view())
