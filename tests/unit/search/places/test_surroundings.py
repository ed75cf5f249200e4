"""What lies near the communes of a base, told by measuring to each of them."""

from hypothesis import given
from hypothesis import strategies as st

from search.places.gazetteer import Commune, Gazetteer
from search.places.geometry import haversine_km

POINTS = st.lists(
    st.tuples(st.floats(42.0, 44.0), st.floats(4.0, 6.0)) | st.tuples(st.floats(-21.5, -20.8), st.floats(55.2, 55.9)),
    min_size=1,
    max_size=40,
)


@given(POINTS, st.data())
def test_near_is_within_thirty_kilometres_of_one_of_the_communes_of_the_fiches(
    points: list[tuple[float, float]], data: st.DataObject
) -> None:
    communes = [
        Commune(f"{at:05}", f"Ville {at}", "13", "93", "", (), 1, latitude, longitude)
        for at, (latitude, longitude) in enumerate(points)
    ]
    chosen = data.draw(st.sets(st.sampled_from(communes)))
    spots = {commune.code: point for commune, point in zip(communes, points, strict=True)}
    near = Gazetteer(communes).territory_around([], [commune.code for commune in chosen]).near
    for commune in communes:
        kms = [haversine_km(*spots[commune.code], *spots[each.code]) for each in chosen]
        if all(abs(km - 30.0) > 1e-6 for km in kms):
            assert (commune.code in near) == any(km < 30.0 for km in kms)
