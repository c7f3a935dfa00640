"""Row 2: how long a report waits while a 200 MB film is uploaded, a 5 MB document is read and backups are made.

The film comes over a line of 100 Mbit/s, so that it lasts sixteen seconds; the document is sent a second after the
measurement has begun; backups follow one another.

Reports come at a steady pace (a district has some three thousand a day; this is twenty a second), and the wait
counts from the moment a report was due, so a door that stalls is seen to stall.
"""

from __future__ import annotations

import json
import random
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from benchmarks import harness
from benchmarks.client import HOST
from benchmarks.rows import installation
from benchmarks.rows.create import Made

PACE = 20.0
LINE = 12.5  # MB/s
FORM = "----luoshi-benchmark"
PART = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    idle: harness.Load
    busy: harness.Load
    uploaded_mb: int
    documents_read: int
    jobs_run: int


def measure(made: Made, folder: Path, roots: list[int], *, seconds: float, megabytes: int, document_mb: float) -> Busy:
    token = made_token(made)
    text = document(document_mb)
    with installation.serve(made.luoshi, folder, f"luoshi busy/{made.database}", roots) as server:
        harness.load(server, made.bodies, seconds=min(2.0, seconds), connections=4)
        idle = harness.load(server, made.bodies, seconds=seconds, connections=8, rate=PACE)
        with under_load(server, made, token, megabytes, text, folder) as done:
            time.sleep(0.5)
            busy = harness.load(server, made.bodies, seconds=seconds, connections=8, rate=PACE)
    return Busy(idle=idle, busy=busy, uploaded_mb=done.uploaded, documents_read=done.documents, jobs_run=done.jobs)


def made_token(made: Made) -> str:
    """A program's key that may send evidence and documents."""
    done = subprocess.run(
        [*installation.LUOSHI, "token", "create", "--role", "plan_office", "--area", installation.district(),
         *made.luoshi.arguments()],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.split()[-1]


def document(megabytes: float) -> str:
    """A planning document of that size: invented promises, a figure in every second sentence."""
    rng = random.Random(5)
    lines = ["样例区城市管理工作方案"]
    size = 0
    while size < megabytes * 1_000_000:
        line = (
            f"到{rng.randrange(2026, 2031)}年, 新建改造路灯{rng.randrange(100, 9000)}盏, 亮灯率达到"
            f"{rng.randrange(950, 999) / 10}%以上, 由第{rng.randrange(1, 40)}街道牵头落实。"
        )
        lines.append(line)
        size += len(line.encode())
    return "\n".join(lines)


@dataclass(slots=True)
class Done:
    uploaded: int = 0
    documents: int = 0
    jobs: int = 0


@contextmanager
def under_load(
    server: harness.Server, made: Made, token: str, megabytes: int, text: str, folder: Path
) -> Iterator[Done]:
    """Upload, read and back up again and again until the measurement is over."""
    stop, done = threading.Event(), Done()

    def uploading() -> None:
        while not stop.is_set():
            upload(server.port, token, megabytes, stop)
            done.uploaded += megabytes

    def reading() -> None:
        stop.wait(1)
        receive(server.port, token, text)
        done.documents += 1

    def backing_up() -> None:
        while not stop.is_set():
            target = folder / f"backup-{uuid.uuid4().hex}"
            subprocess.run(
                ["nice", "-n", "5", *installation.LUOSHI, "backup", str(target), *made.luoshi.arguments()],
                capture_output=True, check=True,
            )  # fmt: skip
            done.jobs += 1

    threads = [threading.Thread(target=work) for work in (uploading, reading, backing_up)]
    for thread in threads:
        thread.start()
    try:
        yield done
    finally:
        stop.set()
        for thread in threads:
            thread.join(120)


def upload(port: int, token: str, megabytes: int, stop: threading.Event) -> None:
    """Send a film as a form, a megabyte at a time."""
    head = (
        f'--{FORM}\r\ncontent-disposition: form-data; name="file"; filename="evidence.mp4"\r\n'
        "content-type: video/mp4\r\n\r\n"
    ).encode()
    tail = f"\r\n--{FORM}--\r\n".encode()
    film = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + random.Random(1).randbytes(PART - 24)
    connection = HTTPConnection(HOST, port, timeout=120)
    connection.putrequest("POST", "/api/v1/files")
    connection.putheader("authorization", f"Bearer {token}")
    connection.putheader("content-type", f"multipart/form-data; boundary={FORM}")
    connection.putheader("content-length", str(len(head) + megabytes * PART + len(tail)))
    connection.endheaders()
    connection.send(head)
    begun = time.monotonic()
    for number in range(megabytes):
        if stop.wait(max(0.0, begun + number / LINE - time.monotonic())):
            connection.close()
            return
        connection.send(film)
    connection.send(tail)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status >= 300:
        raise RuntimeError(f"the upload was answered {answer.status}: {body[:300]!r}")


def receive(port: int, token: str, text: str) -> None:
    connection = HTTPConnection(HOST, port, timeout=120)
    body = json.dumps({"title": "样例区城市管理工作方案", "text": text}, ensure_ascii=False).encode()
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    connection.request("POST", "/api/v1/documents/text", body, headers)
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    if answer.status >= 300:
        raise RuntimeError(f"the document was answered {answer.status}: {said[:300]!r}")


def print_bars(database: str, found: Busy | None) -> None:
    value = None
    if found is not None:
        idle, busy = found.idle, found.busy
        print(
            f"\nreports at {PACE:.0f} a second on {database}: "
            f"idle p50 {idle.p50_ms:.1f} p99 {idle.p99_ms:.1f} ms; busy p50 {busy.p50_ms:.1f} p99 {busy.p99_ms:.1f} ms "
            f"({found.uploaded_mb} MB uploaded, {found.documents_read} documents sent, {found.jobs_run} backups)"
        )
        refused = {key: n for key, n in busy.statuses.items() if not key.startswith("2")}
        if refused:
            print(f"    not answered well: {refused} {busy.first_refusal}")
        elif busy.good:
            value = busy.p99_ms / idle.p99_ms
    what = f"create of a case on {database} under upload, reading and backup: p99 beside idle"
    harness.bar(what, value, "ratio", "<= 2")
