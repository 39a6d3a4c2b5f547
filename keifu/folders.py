"""An option or the environment → the folder that holds the releases."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from os import PathLike

VARIABLE: Final = "KEIFU_DATA"
DEFAULT: Final = "keifu-data"


def data_folder(given: str | PathLike[str] | None) -> Path:
    """The folder that was given, else the one of KEIFU_DATA, else `keifu-data` in the working folder."""
    return Path(given or os.environ.get(VARIABLE) or DEFAULT)
