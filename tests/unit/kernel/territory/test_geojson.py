"""Outlines that arrive as GeoJSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from luoshi.kernel.territory.coordinates import Datum
from luoshi.kernel.territory.errors import NotAPosition, NotGeoJSON, WrongGeometry
from luoshi.kernel.territory.geojson import read_geojson, write_geojson

SQUARE = [[[118.0, 36.0], [118.1, 36.0], [118.1, 36.1], [118.0, 36.1], [118.0, 36.0]]]
KNOT = [[[118.0, 36.0], [118.1, 36.1], [118.1, 36.0], [118.0, 36.1], [118.0, 36.0]]]


def feature(coordinates: Any, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_bad_feature_is_named_and_the_good_ones_are_read() -> None:
    good, bad = read_geojson(collection(feature(SQUARE, code="1"), feature(KNOT, code="2", name="结"), feature(SQUARE)))
    assert [found.index for found in good] == [0, 2]
    assert [(found.index, found.label, found.reason.code) for found in bad] == [(1, "2 结", "T-006")]


def test_what_is_written_reads_back_as_the_same_shape() -> None:
    ring = shapely.Polygon(SQUARE[0], [[(118.02, 36.02), (118.04, 36.02), (118.04, 36.04), (118.02, 36.02)]])
    island = shapely.MultiPolygon([ring, shapely.box(119, 36, 119.1, 36.1)])
    good, bad = read_geojson(json.dumps(write_geojson([(island, {"code": "1"})])).encode())
    assert bad == []
    assert shapely.equals(good[0].shape, island)


def test_coordinates_of_a_phone_map_are_converted() -> None:
    plain, _ = read_geojson(collection(feature(SQUARE)))
    shifted, _ = read_geojson(collection(feature(SQUARE)), datum=Datum.GCJ02)
    assert 0.001 < plain[0].shape.bounds[0] - shifted[0].shape.bounds[0] < 0.01


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (feature(KNOT), WrongGeometry),
        (feature([118.0, 36.0], "Point"), WrongGeometry),
        (feature([]), WrongGeometry),
        (feature([[[118.0, 36.0], [118.1, 36.0], [118.0, 36.0]]]), WrongGeometry),
        (feature([[[118.0, 36.0], [118.1, 36.0], [118.1, 36.1], [118.0, 36.1]]]), WrongGeometry),
        (feature([[["a", 36.0], [118.1, 36.0], [118.1, 36.1], ["a", 36.0]]]), WrongGeometry),
        (feature([[[36.0, 118.0], [36.0, 118.1], [36.1, 118.1], [36.0, 118.0]]]), NotAPosition),
        (feature([], "MultiPolygon"), WrongGeometry),
        ({"type": "Feature", "geometry": None, "properties": None}, WrongGeometry),
        ({"type": "Feature", "geometry": {}, "properties": [1]}, WrongGeometry),
        ("text", WrongGeometry),
    ],
)
def test_each_kind_of_bad_feature_has_its_reason(broken: Any, error: type[Exception]) -> None:
    good, bad = read_geojson(collection(broken))
    assert good == []
    assert isinstance(bad[0].reason, error)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff\xfe", b'{"type": "FeatureCollection"}', b"[" * 100_000])
def test_a_file_that_is_no_geojson_is_refused_whole(data: bytes) -> None:
    with pytest.raises(NotGeoJSON):
        read_geojson(data)
