"""`packs new`: the skeleton of a scene, small and whole, so that its author changes words that already work."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from luoshi.packs.errors import BadId, FolderTaken

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")


def begin(under: Path, identity: str, *, zh: str = "", en: str = "", serves: str = "") -> Path:
    """Make the folder of a new pack; gives it. A folder that is there stays untouched."""
    if not _ID.match(identity):
        raise BadId(value=identity)
    folder = under / identity
    if folder.exists():
        raise FolderTaken(folder=folder)
    words = {
        "ID": identity,
        "ZH": zh or identity,
        "EN": en or identity.replace("_", " ").capitalize(),
        "SERVES": serves or identity.replace("_", "-"),
        "DAY": date.today().isoformat(),  # noqa: DTZ011 - the author's own day
    }
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(re.sub("|".join(words), lambda found: words[found[0]], text), "utf-8")
    return folder


PACK = """\
# A scene is data. Change the words below; `luoshi packs check` says what does not fit.
id = "ID"
name = { zh = "ZH", en = "EN" }
version = "1"
serves = ["SERVES"]
updated = DAY

[[thing_type]]
id = "site"
name = { zh = "点位", en = "site" }
geometry = "point"

[[stream]]
id = "in_order"
name = { zh = "正常", en = "in order" }
of = "site"
type = "boolean"

[[signal]]
id = "trouble"
name = { zh = "点位异常", en = "trouble at a site" }
thing_type = "site"

[[case_kind]]
id = "repair"
name = { zh = "点位修复", en = "repair of a site" }
about = "site"
one_open_per = "subject"

[[case_kind.condition]]
id = "ordinary"
name = { zh = "一般异常", en = "ordinary trouble" }
limit = { value = 3, calendar = "working_day" }
closing = { zh = "恢复正常", en = "in order again" }
from = DAY
source = { title = "示例数值,请以本地标准替换" }

[[rule]]
id = "trouble_becomes_a_case"
name = { zh = "异常即成案", en = "trouble becomes a case" }
on = "signal:trouble"
reads = ["open_cases(kind='repair', about=signal.subject)"]
then = "logic:on_trouble@1"

[[indicator]]
id = "in_order_rate"
name = { zh = "正常率", en = "share in order" }
kind = "rate"
relation = "latest"
of = "site.in_order"
numerator = "value = TRUE"
unit = "%"
scale = 1
direction = "up"
period = "now"
definition_text.zh = "最近一次观察为正常的点位数 ÷ 有过观察的点位数 × 100%"
definition_text.en = "sites last seen in order ÷ sites ever observed × 100 %"
from = DAY
source = { title = "示例口径,请以本地标准替换" }
"""
LOGIC = '''\
"""What follows when trouble is reported."""

from __future__ import annotations

from luoshi.sdk import Command, Facts, Observe, OpenCase, Signal, version


@version(1)
def on_trouble(signal: Signal, facts: Facts) -> list[Command]:
    """The site is out of order; a second report of the same site joins the open case."""
    if signal.subject is None or facts.open_cases(kind="repair", about=signal.subject):
        return []
    return [
        Observe(subject=signal.subject, stream="in_order", value=False, at=signal.at, source=signal.id),
        OpenCase(kind="repair", about=signal.subject, signal=signal.id, condition="ordinary"),
    ]
'''
SAMPLE = "code,name,lon,lat\nID-1,ZH 1,118.04,36.81\n"
FILES = {"__init__.py": '"""ZH EN."""\n', "pack.toml": PACK, "logic.py": LOGIC, "sample/site.csv": SAMPLE}
