"""What a fiche says: one service offered by one structure, at one or several places or remotely."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Structure:
    """The body that offers the service.

    siret      14 digits or empty.
    networks   codes such as ``ccas-cias``, ``mission-locale``; order is not meaningful.
    """

    name: str
    siret: str = ""
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a fiche; every field may be empty, an import rarely knows them all.

    latitude, longitude   WGS 84 degrees, quantised once at save (search.places.geometry).
    precision             a code of ``codes.PRECISIONS``.
    score                 confidence of the geocoder, 0 to 1; None when nobody geocoded.
    """

    address: str = ""
    complement: str = ""
    postcode: str = ""
    commune_name: str = ""
    commune_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = ""
    score: float | None = None

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which the service is closed, both ends included."""

    first_day: date
    last_day: date
    message: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a person or an import writes in a fiche: what a version compares.

    Tuples of codes hold codes of ``domain.codes`` or of the taxonomy, sorted, without repeats;
    an empty tuple or text means "not said", never "no".

    needs           need codes. ``families`` holds only the families given without any of their needs.
    service_areas   who may come: ``fr``, ``reg:93``, ``dep:13``, ``epci:200054807``, ``com:13055``; empty = unknown.
    hours           OpenStreetMap ``opening_hours`` syntax, validated, or empty.
    named_contact   a professional's name: shown to signed-in professionals only.
    institution     code of the institution that owns the fiche; empty until somebody does.
    """

    title: str
    structure: Structure
    description: str = ""
    needs: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    audience_text: str = ""
    access_modes: tuple[str, ...] = ()
    access_text: str = ""
    receptions: tuple[str, ...] = ()
    mobilisations: tuple[str, ...] = ()
    mobilisation_text: str = ""
    costs: tuple[str, ...] = ()
    cost_text: str = ""
    languages: tuple[str, ...] = ()
    accessibilities: tuple[str, ...] = ()
    documents_to_bring: str = ""
    link: str = ""
    phone: str = ""
    second_phone: str = ""
    email: str = ""
    website: str = ""
    named_contact: str = ""
    service_areas: tuple[str, ...] = ()
    hours: str = ""
    hours_text: str = ""
    closures: tuple[Closure, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    status: str = "publiee"
    institution: str = ""
    places: tuple[Place, ...] = ()
