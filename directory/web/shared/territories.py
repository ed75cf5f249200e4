"""How a sentence says that something is inside an area: "dans le Var", "à La Réunion", "en Bretagne"."""

from search.places.area import Area

_BEFORE = {
    "dans les ": "dep:04 dep:05 dep:06 dep:08 dep:13 dep:22 dep:40 dep:64 dep:65 dep:66 dep:78 dep:79 dep:88 dep:92"
    " reg:32 reg:52",
    "dans l’": "dep:01 dep:02 dep:03 dep:10 dep:11 dep:12 dep:27 dep:34 dep:36 dep:38 dep:60 dep:61 dep:89 dep:91",
    "dans la ": "dep:23 dep:26 dep:42 dep:48 dep:50 dep:51 dep:55 dep:58 dep:72 dep:80 dep:86",
    "dans le ": "dep:14 dep:15 dep:18 dep:25 dep:29 dep:30 dep:32 dep:39 dep:41 dep:45 dep:46 dep:47 dep:56 dep:59"
    " dep:62 dep:63 dep:67 dep:68 dep:69 dep:81 dep:82 dep:83 dep:84 dep:90 dep:94 dep:95 reg:44",
    "à ": "dep:75 dep:974 dep:976 dep:975 dep:977 dep:978",
}
_BY_CODE = {code: before for before, codes in _BEFORE.items() for code in codes.split()}


def inside(area: Area) -> str:
    """Return the name of an area after the words that put something in it; "en" for what takes no article."""
    if area.code.startswith("epci:"):
        return f"dans l’intercommunalité {area.name}"
    return f"{_BY_CODE.get(area.code, 'en ')}{area.name}"
