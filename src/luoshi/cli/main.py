"""`luoshi`: every verb of the command line. Heavy imports wait inside the verbs, so that help answers at once."""

from __future__ import annotations

import os
import sys

import typer

from luoshi.base.errors import LuoshiError
from luoshi.base.i18n import Language
from luoshi.cli.areas import areas
from luoshi.cli.clock import clock
from luoshi.cli.erase import erase
from luoshi.cli.installation import demo, init
from luoshi.cli.journal import journal
from luoshi.cli.keeping import backup, copy, restore, upgrade
from luoshi.cli.packs import packs
from luoshi.cli.read import read
from luoshi.cli.reconcile import reconcile
from luoshi.cli.serve import serve, worker
from luoshi.cli.simulate import simulate
from luoshi.cli.token import token

app = typer.Typer(
    name="luoshi",
    help="落实 Luoshi: a district keeps its promises, from the plan to the street and back.\n\n"
    "Example: luoshi demo   (a sample district on http://127.0.0.1:8311)",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for _verb in (init, demo, serve, areas, simulate, read, reconcile, clock, backup, restore, upgrade, copy, erase):
    app.command(_verb.__name__)(_verb)
app.command("worker", hidden=True)(worker)
app.add_typer(token, name="token")
app.add_typer(journal, name="journal")
app.add_typer(packs, name="packs")


def run() -> None:
    """Exit status 0, or 1 with one plain sentence on stderr."""
    try:
        app()
    except LuoshiError as error:
        print(error.sentence(_language()), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _language() -> Language:
    words = os.environ.get("LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if words.startswith("zh") else "en"


if __name__ == "__main__":
    run()
