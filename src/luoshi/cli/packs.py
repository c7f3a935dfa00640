"""`luoshi packs`: look at scene packs, begin one, write what is derived from them, put them into an installation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from luoshi.cli.options import DEFAULT_DATA, Data, Database

if TYPE_CHECKING:
    from luoshi.packs import Installed

packs = typer.Typer(
    help="Scene packs: folders of data that make a new system of the city.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Folders = Annotated[list[Path] | None, typer.Argument(help="Folders of packs; all known packs when left out.")]
Language = Annotated[str, typer.Option("--language", help="zh or en.")]


@packs.command()
def check(folders: Folders = None, language: Language = "en") -> None:
    """Say everything that is wrong with packs. It reads and changes nothing.

    Example: luoshi packs check ./noise_watch
    """
    from luoshi.packs import check_all

    checked = check_all(folders or ())
    asked = {folder.resolve().name for folder in folders or ()}
    problems = [each for each in checked.problems if not asked or each.pack in asked]
    for each in problems:
        typer.echo(each.said("zh" if language == "zh" else "en"))
    if problems:
        typer.echo(f"{len(problems)} problems", err=True)
        raise typer.Exit(1)
    good = [each.id for each in checked.packs if not asked or each.id in asked]
    typer.echo(f"{len(good)} packs are right: {', '.join(good)}")


@packs.command()
def new(
    id: Annotated[str, typer.Argument(help="The id of the scene: small letters, digits, underscores.")],
    zh: Annotated[str, typer.Option("--zh", help="Its Chinese name.")] = "",
    en: Annotated[str, typer.Option("--en", help="Its English name.")] = "",
    serves: Annotated[str, typer.Option("--serves", help="The system of the mission that it serves.")] = "",
    under: Annotated[Path, typer.Option("--under", help="The folder to make it in.")] = Path(),
) -> None:
    """Begin a scene: a folder whose pack passes the checker and can be installed.

    Example: luoshi packs new noise_watch --zh 噪声监测 --en "Noise watch" --serves environment-monitoring-command
    """
    from luoshi.packs.new import begin

    folder = begin(under, id, zh=zh, en=en, serves=serves)
    typer.echo(f"{folder} is begun. Next: luoshi packs check {folder}")


@packs.command()
def generate(
    check: Annotated[bool, typer.Option("--check", help="Only say which files differ; exit 1 if any does.")] = False,
    root: Annotated[Path, typer.Option("--root", help="The checkout whose docs/ is written.")] = Path(),
) -> None:
    """Write every file that follows from the packs: their READMEs, the reference pages, the JSON schema, the index.

    Example: luoshi packs generate --check
    """
    from luoshi.packs.generate import differing, write

    if check:
        differing(root)
        typer.echo("Every generated file is as it would be written now.")
        return
    for path in write(root):
        typer.echo(str(path))


@packs.command()
def install(
    folders: Folders = None,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="While writing a scene: go on, and install each save within a second.")
    ] = False,
) -> None:
    """Check packs and compile them to dated definitions of an installation.

    Example: luoshi packs install ./noise_watch --data /srv/luoshi
    """
    import asyncio

    asyncio.run(_install([folder.resolve() for folder in folders or ()], data, database, follow=follow))


async def _install(folders: list[Path], data: Path, database: str | None, *, follow: bool) -> None:
    import asyncio

    from luoshi import packs as rooms
    from luoshi.app.house import open_house
    from luoshi.base.scope import MACHINE

    house = await open_house(data, database, role="packs")
    here = house.installation
    try:
        if follow:
            first = await rooms.reload(here, folders or rooms.all_folders(), by=MACHINE, say=typer.echo)
        else:
            checked = rooms.check_all(folders)
            every = [*(each.pack for each in checked.problems), *(each.id for each in checked.packs)]
            names = dict.fromkeys([folder.name for folder in folders] or every)
            first = await rooms.install_checked(here, checked, names, by=MACHINE, ground="luoshi packs install")
        for done in first:
            typer.echo(_counts(done))
        if follow:
            typer.echo("Following the folders; stop with Ctrl-C.")
            await rooms.follow(here, asyncio.Event(), by=MACHINE, say=typer.echo, extra=folders)
    finally:
        await house.close()


def _counts(done: Installed) -> str:
    counts = f"{len(done.added)} added, {len(done.changed)} changed, {len(done.ended)} ended, {done.same} as before"
    return f"{done.pack}: {counts}"
