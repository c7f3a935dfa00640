"""`luoshi read`: what a planning document promises and reports, one line per statement."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def read(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Documents: txt, md, html, docx, pdf, xlsx, csv, doc, wps, xls."),
    ],
    format_: Annotated[str, typer.Option("--format", help="jsonl, table or csv.")] = "jsonl",
    text: Annotated[
        bool, typer.Option("--text", help="Print the canonical text that offsets count in, nothing else.")
    ] = False,
    issuer: Annotated[
        str | None, typer.Option("--issuer", help="Whose document it is, where the text does not say.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Its title, where the text does not say.")] = None,
) -> None:
    """Read planning documents and print their statements.

    Example: luoshi read plan.docx --format table
    """
    import sys

    from luoshi.base.errors import LuoshiError
    from luoshi.cli import read_output
    from luoshi.exchange.documents import load
    from luoshi.reading import read as read_statements

    try:
        show = read_output.printer(format_)
        for path in files:
            document = load(path)
            for warning in document.warnings:
                typer.echo(warning, err=True)
            if text:
                sys.stdout.write(document.text)
                continue
            show(
                read_statements(
                    document.text,
                    doc=path.stem,
                    issuer=issuer,
                    title=title or document.title or None,
                    tables=list(document.tables) or None,
                    pages=document.pages,
                )
            )
    except LuoshiError as refusal:
        typer.echo(refusal.sentence(), err=True)
        raise typer.Exit(1) from refusal


if __name__ == "__main__":
    typer.run(read)
