"""The power goes while residents report, and the disc forgets everything that was not fsynced (SQLite)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.crowd import Crowd
from tests.faults.installation import Served, wait_until_gone
from tests.faults.kept import everything_acknowledged_is_kept_once, the_journal_verifies
from tests.faults.power import Disc, library

pytestmark = pytest.mark.skipif(
    library() is None, reason="no C compiler: the disc that forgets what was not fsynced is left out"
)
FEW, MANY = 4, 46


@pytest.mark.parametrize("how_many", [FEW, pytest.param(MANY, marks=[pytest.mark.long, pytest.mark.timeout(3600)])])
def test_what_was_acknowledged_survives_a_power_cut(tmp_path: Path, how_many: int) -> None:
    disc = Disc(tmp_path / "data", tmp_path / "power", random.Random(how_many))
    served = Served(disc.root)
    served.make()
    served.environment = disc.environment()
    chance = random.Random(how_many)
    crowds: list[Crowd] = []
    for number in range(how_many):
        served.start()
        crowd = served.crowd(size=4)
        crowds.append(crowd)
        crowd.wait_for(20 + chance.randrange(60))
        everyone = served.pids()
        disc.cut(everyone, some_survives=number % 2 == 1)
        crowd.leave()
        wait_until_gone(everyone)
        assert served.process is not None
        served.process.wait()
        assert not crowd.refused, crowd.refused[0]
        everything_acknowledged_is_kept_once(served, *crowds)
        the_journal_verifies(served)
