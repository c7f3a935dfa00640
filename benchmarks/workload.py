"""Reports that residents of an invented district might send: twelve fields, no two alike.

A body carries the marker `MARK` where the sender puts a request id of its own, so that one prepared set of bodies
serves any number of requests and every one is new.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone

from benchmarks.district import EAST, NORTH, SOUTH, WEST

MARK = "@" * 24
EAST_EIGHT = timezone(timedelta(hours=8))

PLACES = (
    "学校东门",
    "菜市场北侧",
    "三号桥头",
    "体育馆南路口",
    "幸福里小区西门",
    "公交首末站",
    "河堤步道",
    "老厂区围墙外",
)
FAULTS = ("路灯整晚不亮", "路灯一闪一闪", "灯杆歪了, 有线头露在外面", "灯罩掉了一半", "连着三盏灯都是黑的")
WISHES = ("老人孩子走路看不清", "请尽快来看看", "已经有一个星期了", "昨晚有人骑车摔了", "麻烦修好以后回个话")
NAMES = ("王小", "李明", "张晓", "刘建", "陈海", "赵立", "孙国", "周文")


def report(
    rng: random.Random, *, kind: str = "lamp_fault", points: Sequence[tuple[float, float]] = ()
) -> dict[str, object]:
    """One report of a resident, at one of `points` or anywhere in the invented district. The phone number is invented
    and unassigned."""
    now = datetime.now(EAST_EIGHT)
    text = (
        f"{rng.choice(PLACES)}往前{rng.randrange(2, 400)}米, {rng.choice(FAULTS)}, {rng.choice(WISHES)}。"
        f"灯杆编号好像是{rng.randrange(10_000, 99_999)}。"
    )
    lon, lat = rng.choice(points) if points else (rng.uniform(WEST, EAST), rng.uniform(SOUTH, NORTH))
    return {
        "request_id": MARK,
        "kind": kind,
        "text": text,
        "lon": round(lon, 6),
        "lat": round(lat, 6),
        "crs": "wgs84",
        "thing_code": None,
        "name": rng.choice(NAMES) + rng.choice("华军梅红"),
        "phone": f"100{rng.randrange(10**8):08d}",
        "photos": [],
        "occurred_at": (now - timedelta(minutes=rng.randrange(10, 3000))).isoformat(timespec="seconds"),
        "answers": {},
    }


def bodies(
    count: int, *, seed: int = 20260301, kind: str = "lamp_fault", points: Sequence[tuple[float, float]] = ()
) -> Iterator[bytes]:
    """`count` reports as JSON lines; the same seed gives the same ones but for their times, a few days back."""
    rng = random.Random(seed)
    for _ in range(count):
        yield json.dumps(report(rng, kind=kind, points=points), ensure_ascii=False).encode()
