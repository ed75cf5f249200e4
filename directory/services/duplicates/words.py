"""Why two fiches may be one, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from directory.domain.duplicates import Degree, Reason

REASONS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.SAME_CONTENT: "même contenu",
        Reason.SAME_BODY: "même SIRET et même besoin",
        Reason.NEAR_NAME: "nom presque identique, à moins de 150 m",
        Reason.SAME_PHONE: "même téléphone",
        Reason.SAME_MAIL: "même adresse mail",
    }
)
DEGREES: Mapping[Degree, str] = MappingProxyType(
    {
        Degree.NONE: "",
        Degree.POSSIBLE: "C’est possible",
        Degree.LIKELY: "C’est probable",
        Degree.NEARLY_SURE: "C’est presque sûr",
    }
)
