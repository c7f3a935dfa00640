"""Drawn territory: exact tilings from a seed."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import shapely

from luoshi.analysis import tessellate


@pytest.fixture(scope="module")
def drawn() -> tessellate.Tiling:
    return tessellate.tile(tessellate.outline(118.05, 36.81, 244, seed=1), 600, seed=2)


def test_neighbours_share_their_corners_exactly(drawn: tessellate.Tiling) -> None:
    assert len(drawn.cells) == 600
    assert shapely.coverage_is_valid(np.array(drawn.cells, dtype=object))
    assert sum(cell.area for cell in drawn.cells) == pytest.approx(drawn.outline.area, rel=1e-12)


def test_the_same_seed_draws_the_same_bytes(drawn: tessellate.Tiling) -> None:
    again = tessellate.tile(tessellate.outline(118.05, 36.81, 244, seed=1), 600, seed=2)
    assert [cell.wkb for cell in again.cells] == [cell.wkb for cell in drawn.cells]
    assert tessellate.outline(118.05, 36.81, 244, seed=9).wkb != tessellate.outline(118.05, 36.81, 244, seed=1).wkb


def test_cells_are_of_similar_size(drawn: tessellate.Tiling) -> None:
    sizes = [cell.area for cell in drawn.cells]
    assert max(sizes) < 8 * min(sizes)


def test_groups_of_cells_are_in_one_piece_and_tile_the_outline(drawn: tessellate.Tiling) -> None:
    weights = [11, 11, 34, 69, 5, 1]
    groups = tessellate.grouped(drawn.cells, weights)
    unions = [tessellate.union([drawn.cells[index] for index in group]) for group in groups]
    assert sorted(index for group in groups for index in group) == list(range(600))
    assert Counter(shape.geom_type for shape in unions) == {"Polygon": 6}
    assert shapely.coverage_is_valid(np.array(unions, dtype=object))
    for group, weight in zip(groups, weights, strict=True):
        assert len(group) == pytest.approx(600 * weight / sum(weights), abs=12)


def test_every_group_gets_a_cell_even_where_cells_are_few(drawn: tessellate.Tiling) -> None:
    groups = tessellate.grouped(drawn.cells[:40], [1] * 30)
    assert all(groups)


def test_more_groups_than_cells_cannot_be() -> None:
    with pytest.raises(ValueError, match="2 cells cannot make 3 groups"):
        tessellate.grouped([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], [1, 1, 1])
