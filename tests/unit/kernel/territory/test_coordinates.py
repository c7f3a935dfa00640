"""Coordinates at the door."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.territory.coordinates import Datum, from_wgs84, position, to_wgs84
from luoshi.kernel.territory.errors import NotAPosition
from luoshi.kernel.territory.locate import METRES_OF_DEGREE

EAST = st.floats(min_value=74.0, max_value=134.0)
NORTH = st.floats(min_value=4.0, max_value=53.0)


def metres(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    east = (to_lon - lon) * np.cos(np.radians(lat))
    return float(np.hypot(east, to_lat - lat)) * METRES_OF_DEGREE


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
@given(lon=EAST, lat=NORTH)
def test_there_and_back_is_the_same_place_to_a_millimetre(datum: Datum, lon: float, lat: float) -> None:
    away = from_wgs84(np.array([lon]), np.array([lat]), datum)
    back = to_wgs84(*away, datum)
    assert metres(lon, lat, float(back[0][0]), float(back[1][0])) < 0.001


def test_a_known_square_is_shifted_as_published() -> None:
    # The flagpole of Tiananmen Square: 116.3912757 E 39.9062 N in WGS84 is drawn at 116.39752, 39.90760 in GCJ-02.
    lon, lat = from_wgs84(np.array([116.3912757]), np.array([39.9062]), Datum.GCJ02)
    assert metres(float(lon[0]), float(lat[0]), 116.397518, 39.907601) < 1.0


def test_the_shift_in_china_is_some_hundred_metres() -> None:
    lon, lat = position(118.05, 36.81, Datum.GCJ02)
    assert 100 < metres(118.05, 36.81, lon, lat) < 1_000


def test_positions_abroad_are_not_shifted() -> None:
    assert position(2.35, 48.85, Datum.GCJ02) == (2.35, 48.85)


@pytest.mark.parametrize(("lon", "lat"), [(36.81, 118.05), (181.0, 0.0), (float("nan"), 0.0), (float("inf"), 0.0)])
def test_what_is_no_place_on_earth_is_refused(lon: float, lat: float) -> None:
    with pytest.raises(NotAPosition):
        position(lon, lat)
