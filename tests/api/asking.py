"""A search asked of the API, and the numbers of the fiches of a list."""

from flask.testing import FlaskClient


def search(client: FlaskClient, query: str) -> dict:  # type: ignore[type-arg]
    answer = client.get(f"/api/v1/ressources?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()  # type: ignore[no-any-return]


def ids(found: list[dict]) -> list[int]:  # type: ignore[type-arg]
    return [hit["id"] for hit in found]
