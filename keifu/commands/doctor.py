"""`keifu doctor`: where each package comes from, and what the data folder holds."""

from __future__ import annotations

import platform
from pathlib import Path

from keifu import __version__
from keifu.commands.options import GraphFolder
from keifu.folders import data_folder
from keifu.guard import SIBLINGS, where
from keifu.messages import Exit
from keifu.output import put


def doctor(*, graph: GraphFolder = None) -> int:
    """Say where each package comes from and what the data folder holds."""
    from graph.errors import GraphError
    from graph.release import open_release

    put(f"keifu {__version__}, Python {platform.python_version()}\n")
    for name in ("keifu", *SIBLINGS):
        put(f"  {name:<9} {Path(where(name)).parent}\n")
    folder = data_folder(graph)
    try:
        put(f"data folder {folder}: release {open_release(folder).id}\n")
    except GraphError as error:
        put(f"data folder {folder}: {error}\n")
    return Exit.DONE
