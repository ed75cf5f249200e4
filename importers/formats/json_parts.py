"""Parts of a JSON written by a person, read one by one; what is wrong is gathered, to be told at once."""

from collections.abc import Mapping


class JsonParts:
    """Keeps going after an error. ``errors``: sentences in French."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def only(self, content: Mapping[str, object], known: frozenset[str], where: str) -> None:
        for key in content:
            if key not in known:
                self.errors.append(f"Dans {where}, « {key} » n’est pas reconnu.")

    def members(self, value: object, where: str) -> dict[str, object]:
        if isinstance(value, dict):
            return value
        self.errors.append(f"« {where} » doit être un objet.")
        return {}

    def text(self, content: Mapping[str, object], key: str, *, needed: bool = False) -> str:
        value = content.get(key, "")
        if not isinstance(value, str):
            self.errors.append(f"« {key} » doit être un texte.")
            return ""
        if needed and not value:
            self.errors.append(f"« {key} » est obligatoire.")
        return value

    def flag(self, content: Mapping[str, object], key: str) -> bool:
        value = content.get(key, False)
        if not isinstance(value, bool):
            self.errors.append(f"« {key} » doit valoir true ou false.")
            return False
        return value

    def texts(self, value: object, where: str) -> tuple[str, ...]:
        items = [value] if isinstance(value, str) else value
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return tuple(items)
        self.errors.append(f"« {where} » doit être un texte ou une liste de textes.")
        return ()

    def one_of(self, content: Mapping[str, object], key: str, known: tuple[str, ...], where: str) -> str:
        """Return one of the texts of a short list, the first when the key is absent."""
        value = content.get(key, known[0])
        if value in known:
            return str(value)
        self.errors.append(f"« {where} » doit valoir {', '.join(known[:-1])} ou {known[-1]}.")
        return known[0]
