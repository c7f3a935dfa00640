"""Coordinates at the door: phones and maps in China give GCJ-02 or BD-09, Luoshi keeps WGS84 only.

GCJ-02 shifts a position by up to some hundred metres inside a box around China; the formulas are the ones that
have been published again and again since 2010 (Krasovsky ellipsoid, the sums of sines below). BD-09 turns GCJ-02
further. The way back has no formula: it is iterated until the shift is undone to far below a millimetre.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from luoshi.kernel.territory.errors import NotAPosition

Floats: TypeAlias = NDArray[np.float64]
Pair: TypeAlias = tuple[Floats, Floats]

_A = 6378245.0
_EE = 0.00669342162296594323
_TURN = np.pi * 3000.0 / 180.0


class Datum(StrEnum):
    """The system in which coordinates arrive."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def to_wgs84(lon: Floats, lat: Floats, datum: Datum) -> Pair:
    """Positions of any of the three systems as WGS84."""
    if datum is Datum.GCJ02:
        return gcj02_to_wgs84(lon, lat)
    if datum is Datum.BD09:
        return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))
    return lon, lat


def from_wgs84(lon: Floats, lat: Floats, datum: Datum) -> Pair:
    """WGS84 positions in the system that a partner asks for."""
    if datum is Datum.GCJ02:
        return wgs84_to_gcj02(lon, lat)
    if datum is Datum.BD09:
        return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))
    return lon, lat


def position(lon: float, lat: float, datum: Datum = Datum.WGS84) -> tuple[float, float]:
    """One position at the door as WGS84; what is no place on Earth is refused."""
    if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):
        raise NotAPosition(lon=lon, lat=lat)
    if datum is Datum.WGS84:
        return lon, lat
    x, y = to_wgs84(np.array([lon]), np.array([lat]), datum)
    return float(x[0]), float(y[0])


def wgs84_to_gcj02(lon: Floats, lat: Floats) -> Pair:
    """Shift WGS84 to GCJ-02; positions outside the box around China stay."""
    x, y = lon - 105.0, lat - 35.0
    waves = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north += (waves + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east += (waves + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    angle = lat / 180.0 * np.pi
    magic = 1.0 - _EE * np.sin(angle) ** 2
    root = np.sqrt(magic)
    d_lat = north * 180.0 / ((_A * (1.0 - _EE)) / (magic * root) * np.pi)
    d_lon = east * 180.0 / (_A / root * np.cos(angle) * np.pi)
    inside = (lon >= 72.004) & (lon <= 137.8347) & (lat >= 0.8293) & (lat <= 55.8271)
    return np.where(inside, lon + d_lon, lon), np.where(inside, lat + d_lat, lat)


def gcj02_to_wgs84(lon: Floats, lat: Floats) -> Pair:
    return _undone(wgs84_to_gcj02, lon, lat)


def gcj02_to_bd09(lon: Floats, lat: Floats) -> Pair:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _TURN)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: Floats, lat: Floats) -> Pair:
    return _undone(gcj02_to_bd09, lon, lat)


def _undone(shift: Callable[[Floats, Floats], Pair], lon: Floats, lat: Floats) -> Pair:
    """The position that the shift carries to (lon, lat), by fixed-point iteration."""
    x, y = lon, lat
    for _ in range(12):
        moved_x, moved_y = shift(x, y)
        x, y = x + (lon - moved_x), y + (lat - moved_y)
    return x, y
