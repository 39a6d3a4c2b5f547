"""The command `keifu`: arguments → one verb → an exit code; errors become sentences on standard error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from cyclopts import App, CycloptsError

from keifu import __version__
from keifu.messages import Exit, exit_code, exit_meanings, language, sentence
from keifu.output import say
from ontology.errors import KeifuError

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBS = ("load", "read", "ask", "query", "lineage", "search", "check", "export", "serve", "doctor")
"""The verbs in the order of the help; each is a function of its name in `keifu/commands/`."""


def application() -> App:
    """The command with all its verbs."""
    app = App(
        name="keifu",
        help="Policy lineage (政策系譜): evaluation reports of Japanese ministries as a graph to ask.",
        help_epilogue=_epilogue(),
        version=__version__,
        help_format="plaintext",
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    for place, verb in enumerate(VERBS):
        app.command(f"keifu.commands.{verb}:{verb}", name=verb, sort_key=place)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb; returns its exit code and raises nothing that a person can cause."""
    try:
        code = application()(arguments, exit_on_error=False)
        sys.stdout.flush()
    except CycloptsError:
        return Exit.USAGE
    except KeifuError as error:
        say(f"keifu: {sentence(error, language())}")
        return exit_code(error)
    except BrokenPipeError:
        # The reader has gone; what is still buffered must not complain at shutdown.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    return int(code or Exit.DONE)


def _epilogue() -> str:
    meanings = (f"{code.value} {words[language()]}" for code, words in sorted(exit_meanings().items()))
    return "Exit codes: " + "; ".join(meanings) + "."
