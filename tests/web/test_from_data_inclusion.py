"""The page for those who read the API of data·inclusion: what it names of ours is there."""

from flask.testing import FlaskClient

from directory.web.shared.from_data_inclusion import routes


def test_every_route_and_parameter_of_ours_that_it_names_exists(client: FlaskClient) -> None:
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    for route in routes():
        known = {each["name"] for each in paths[route.ours]["get"]["parameters"] if each["in"] == "query"}
        assert {name for each in route.parameters for name in each.ours} <= known, route.ours


def test_it_tells_each_of_their_routes_and_parameters(client: FlaskClient) -> None:
    answer = client.get("/aide/data-inclusion")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    for route in routes():
        for name in (*route.theirs, route.ours, *(name for each in route.parameters for name in each.theirs)):
            assert f"<code>{name}</code>" in page
