"""One key for each record; a key that is gone takes with it what it locked."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.kernel.files.keys import BLOCK, SLOT, KeyRing, erased_slots


def ring_in(folder: Path) -> KeyRing:
    return KeyRing(folder / "keys.bin")


def test_what_is_sealed_opens_with_its_own_key_and_record_only(tmp_path: Path) -> None:
    ring = ring_in(tmp_path)
    one, other = ring.take(), ring.take()
    text = ring.seal(one, b"13812345678", about=b"7")
    assert ring.open(one, text, about=b"7") == b"13812345678"
    assert ring.open(one, text, about=b"8") is None
    assert ring.open(other, text, about=b"7") is None
    assert b"13812345678" not in text


def test_a_destroyed_key_is_gone_in_every_open_ring(tmp_path: Path) -> None:
    here, there = ring_in(tmp_path), ring_in(tmp_path)
    slot, kept = here.take(), here.take()
    text, other = here.seal(slot, b"a"), here.seal(kept, b"b")
    raw = here.salt(slot)
    here.destroy([slot])
    assert there.open(slot, text) is None
    assert there.open(kept, other) == b"b"
    assert raw not in (tmp_path / "keys.bin").read_bytes()
    assert erased_slots(here.erased) == [slot]


def test_two_processes_never_take_the_same_key(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from luoshi.kernel.files.keys import KeyRing\n"
        "ring = KeyRing(Path(sys.argv[1])); print(*(ring.take() for _ in range(300)))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "keys.bin")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    taken = [int(slot) for process in running for slot in process.communicate()[0].split()]
    assert len(taken) == len(set(taken)) == 900
    assert 0 not in taken


def test_keys_are_on_disc_before_they_are_used(tmp_path: Path) -> None:
    ring = ring_in(tmp_path)
    slot = ring.take()
    raw = (tmp_path / "keys.bin").read_bytes()
    assert raw[slot * SLOT : (slot + 1) * SLOT] == ring.salt(slot)
    assert len(raw) == SLOT * (BLOCK + 1)
    assert (tmp_path / "keys.bin").stat().st_mode & 0o077 == 0


def test_a_ring_opened_again_has_the_same_keys(tmp_path: Path) -> None:
    first = ring_in(tmp_path)
    slot = first.take()
    text = first.seal(slot, b"x")
    first.close()
    again = ring_in(tmp_path)
    assert again.open(slot, text) == b"x"
    assert again.take() > slot


def test_a_slot_that_was_never_drawn_opens_nothing(tmp_path: Path) -> None:
    ring = ring_in(tmp_path)
    assert not ring.holds(5000)
    assert ring.open(5000, os.urandom(40)) is None


@settings(deadline=None, max_examples=50)
@given(st.binary(min_size=1, max_size=2000), st.integers(0, 10_000))
def test_any_change_of_a_sealed_value_is_seen(value: bytes, place: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ring = ring_in(Path(folder))
        slot = ring.take()
        text = bytearray(ring.seal(slot, value))
        text[place % len(text)] ^= 1
        assert ring.open(slot, bytes(text)) is None
        ring.close()
