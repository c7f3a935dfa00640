"""Write the pages of docs/reference that follow from the program: errors, commands, settings, tables, events, API,
relations. `make generate` runs it after `luoshi packs generate`; `--check` only says which pages differ."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, cast

import luoshi

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "reference"
WRITTEN = "<!-- Written by `make generate` from the program; change that. -->"
WORDS: Mapping[str, Mapping[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
VERBS = ("get", "post", "put", "patch", "delete")


def import_everything() -> None:
    """Every error, event kind, table and relation is declared where it is used."""
    for found in walk_packages(luoshi.__path__, "luoshi."):
        if ".migrations." not in found.name:
            import_module(found.name)


def pages() -> dict[str, str]:
    """Every page by its name."""
    from luoshi.kernel.facts import CATALOGUE, render_relations

    import_everything()
    written = {
        "errors.md": errors(),
        "cli.md": commands(),
        "settings.md": settings(),
        "tables.md": tables(),
        "events.md": events(),
        "api.md": api(),
    }
    return {name: "\n".join([WRITTEN, "", *lines, ""]) for name, lines in written.items()} | {
        "relations.md": render_relations(CATALOGUE)
    }


def errors() -> Iterator[str]:
    from luoshi.base.errors import REGISTRY
    from luoshi.base.i18n import catalogue

    zh, en = catalogue("zh"), catalogue("en")
    yield "# Errors 错误代码"
    yield ""
    yield "A refusal says what happened, what the procedure allows instead, and its code. The HTTP status follows from"
    yield "its kind; the command line prints one sentence and ends with status 1. `{…}` is filled in."
    rooms: dict[str, list[str]] = {}
    for code in sorted(REGISTRY):
        rooms.setdefault(REGISTRY[code].__module__.removeprefix("luoshi.").removesuffix(".errors"), []).append(code)
    for room in sorted(rooms):
        yield from ("", f"## `{room}`", "", "| code | HTTP | what happened | instead |", "|---|---|---|---|")
        for code in rooms[room]:
            texts = [
                "<br>".join(cell(words[f"errors.{code}.{part}"]) for words in (zh, en))
                for part in ("happened", "instead")
            ]
            yield f'| <a id="{code.lower()}"></a>`{code}` | {REGISTRY[code].status} | {texts[0]} | {texts[1]} |'


def commands() -> Iterator[str]:
    import typer

    from luoshi.cli.main import app

    yield "# Commands 命令"
    yield ""
    yield "Exit status 0, or 1 with one plain sentence on stderr. `luoshi VERB --help` says the same as this page."
    yield from verbs(cast(Any, typer.main.get_command(app)), "luoshi")


def verbs(command: Any, name: str) -> Iterator[str]:
    """A verb with its options, or the verbs of a group."""
    if command.hidden:
        return
    if hasattr(command, "commands"):
        for each, below in sorted(command.commands.items()):
            yield from verbs(below, f"{name} {each}")
        return
    told, _, example = (command.help or "").partition("Example:")
    yield from ("", f"## `{name}`", "", *told.strip().splitlines())
    if example:
        yield from ("", "```text", " ".join(example.split()), "```")
    if command.params:
        yield from ("", "| | | where it is not given |", "|---|---|---|")
    for each in command.params:
        written = ", ".join(f"`{name}`" for name in each.opts) if each.opts[0].startswith("-") else each.name.upper()
        yield f"| {written} | {cell(each.help or '')} | {default(each)} |"


def default(option: Any) -> str:
    if option.required:
        return "must be given"
    variable = f"`{option.envvar}`, else " if option.envvar else ""
    value = option.default
    if value is None or value is False or value == "":
        return variable.removesuffix(", else ") if variable else "—"
    return f"{variable}`{value}`"


def settings() -> Iterator[str]:
    from luoshi.api.rates import shipped_rates
    from luoshi.kernel.files.arrival import LIMITS
    from luoshi.kernel.files.service import OF_RESIDENTS, WAITING
    from luoshi.kernel.parties import limits

    yield "# Settings, environment, data folder 设置"
    yield ""
    yield "What judges the city is in packs; what an office enters is in its pages. The rest is here."
    yield from ("", "## Rows of the table `setting`", "", "| name | meaning | where there is none |", "|---|---|---|")
    for name, meaning in WORDS["settings"].items():
        yield f"| `{name}` | {meaning} | |"
    for name, value in limits_shipped(limits).items():
        yield f"| `parties.{name}` | how sign-in is guarded | {value} |"
    for rate in shipped_rates():
        who = ", residents only" if rate.residents else ""
        meaning = f"`{rate.method} {rate.path}`: requests of one address in {rate.seconds} s{who}; 0: no limit"
        yield f"| `rate.{rate.id}` | {meaning} | {rate.count} |"
    for family, megabytes in LIMITS.items():
        yield f"| `files.limit.{family}` | the largest {family} that is taken, in MB | {megabytes} |"
    yield "| `files.quota` | room for all files together, in MB; 0: as much as the disc has | 0 |"
    yield f"| `files.waiting` | what one sender may have waiting for a report to take it, in MB | {WAITING} |"
    yield f"| `files.waiting_residents` | the same for all residents together, in MB | {OF_RESIDENTS} |"
    yield from ("", "## Environment", "", "| variable | meaning |", "|---|---|")
    yield from (f"| `{name}` | {meaning} |" for name, meaning in WORDS["environment"].items())
    yield from ("", "## The data folder", "", "| file | what it is |", "|---|---|")
    yield from (f"| `{name}` | {meaning} |" for name, meaning in WORDS["files"].items())


def limits_shipped(module: Any) -> Mapping[str, int]:
    text = Path(module.__file__).with_suffix(".toml").read_text("utf-8")
    return tomllib.loads(text)


def tables() -> Iterator[str]:
    from luoshi.app.schema import METADATA
    from luoshi.base.db.schema import GROWING

    yield "# Tables 数据表"
    yield ""
    yield "One schema for both databases. Instants are microseconds UTC, `local_day` is yyyymmdd, `path` is an area's."
    yield "A growing table is partitioned by month of recording on PostgreSQL. Personal values are in `personal` only."
    yield from ("", "| table | what a row is | columns |", "|---|---|---|")
    for name in sorted(METADATA.tables):
        columns = ", ".join(f"`{column.name}`" for column in METADATA.tables[name].columns)
        growing = " *(growing)*" if name in GROWING else ""
        yield f'| <a id="{name}"></a>`{name}`{growing} | {cell(WORDS["tables"].get(name, "—"))} | {columns} |'


def event_kinds() -> list[str]:
    """The kinds of the program; tests in the same process declare some of their own, all called `test.…`."""
    from luoshi.kernel.journal import KINDS

    return [name for name in KINDS if not name.startswith("test.")]


def events() -> Iterator[str]:
    from luoshi.kernel.journal import KINDS

    yield "# Events of the journal 操作记录"
    yield ""
    yield "Each line names who, at which post, when, on what ground, about what, and what caused it. A case has no"
    yield "other history: it is the journal filtered by its id. Personal values never stand in a line."
    yield from ("", "| kind | version | what was done |", "|---|---|---|")
    for name in sorted(event_kinds()):
        yield f"| `{name}` | {KINDS[name].version} | {cell(WORDS['events'].get(name, '—'))} |"


def api() -> Iterator[str]:
    from luoshi.api.app import create_app

    schema = create_app(cast(Any, None), rates=[]).openapi_schema.to_schema()
    yield "# API"
    yield ""
    yield "The whole schema is at `/api/openapi.json` of a running installation. Sign in by cookie, or send a token as"
    yield "Bearer or as the password of HTTP Basic ([token](cli.md#luoshi-token-create)). A refusal carries its code"
    yield "([errors](errors.md))."
    groups: dict[str, list[str]] = {}
    for path, item in sorted(schema["paths"].items()):
        parts = [each for each in path.split("/") if each and not each.startswith("{")]
        group = "/" + "/".join(parts[:3] if parts[:2] == ["api", "v1"] else parts[:1])
        for verb in VERBS:
            if verb in item:
                groups.setdefault(group.split(".")[0], []).append(f"| {verb.upper()} | `{path}` | {told(item[verb])} |")
    for group, rows in groups.items():
        yield from ("", f"## `{group}`", "", "| verb | path | |", "|---|---|---|", *rows)


def told(operation: Mapping[str, Any]) -> str:
    """What the handler says of itself, in one paragraph; else its name as words."""
    said = str(operation.get("description") or "").split("\n\n")[0]
    return cell(" ".join(said.split()) or " ".join(re.findall("[A-Z][a-z]*", operation["summary"])).capitalize())


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main(arguments: list[str]) -> int:
    wanted = pages()
    differing = [name for name, text in wanted.items() if not same(PAGES / name, text)]
    if "--check" in arguments:
        print("\n".join(f"docs/reference/{name} is not what would be written now" for name in differing), end="")
        return 1 if differing else 0
    for name in differing:
        (PAGES / name).write_text(wanted[name], "utf-8")
        print(f"docs/reference/{name}")
    return 0


def same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
