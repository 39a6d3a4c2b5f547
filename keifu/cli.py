"""The command `keifu`: arguments → one verb → an exit code; errors become sentences on standard error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from cyclopts import App, CycloptsError

from keifu import __version__
from keifu.messages import Exit, exit_code, exit_meanings, language, sentence
from keifu.output import say
from ontology.errors import KeifuError

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBS: Final = {
    "load": "Read reports and add them to the release.",
    "read": "Read one report and show what was lost, without storing it.",
    "ask": "Ask a named question; without a name, list them.",
    "query": "Run a SPARQL query.",
    "lineage": "Show where a thing comes from and what rests on it.",
    "search": "Find things by words.",
    "check": "Look at the release again: files, shapes, sums, passages.",
    "export": "Write the release for other programs.",
    "releases": "List the kept releases, go back to one, save and restore one.",
    "push": "Send a release to a SPARQL server.",
    "serve": "Open the site: pages, REST and SPARQL.",
    "doctor": "Say where each package and the data come from.",
}
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
    for place, (verb, line) in enumerate(VERBS.items()):
        app.command(f"keifu.commands.{verb}:{verb}", name=verb, help=line, sort_key=place)
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
    except OSError as error:
        say(f"keifu: {error.filename or 'the system'}: {error.strerror or error}")
        return Exit.UNREADABLE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    return int(code or Exit.DONE)


def _epilogue() -> str:
    meanings = [f"  {code.value:>3}  {words[language()]}" for code, words in sorted(exit_meanings().items())]
    return "\n".join(["Exit codes:", *meanings])
