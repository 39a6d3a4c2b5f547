"""Keifu (政策系譜): evaluation reports of Japanese ministries as a graph that can be asked.

    import keifu
    policy = keifu.open("keifu-data")
    policy.ask("cabinet-basis", start="policy/soumu/e-government").to_pandas()

This package is the supported door; its siblings may change without notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keifu.guard import check_siblings

if TYPE_CHECKING:
    from os import PathLike

    from keifu.face import Keifu

__version__ = "0.1.0"
__all__ = ["__version__", "open"]

check_siblings(__version__)


def open(  # noqa: A001 - keifu.open
    folder: str | PathLike[str] | None = None, release: str | None = None, *, store: str | None = None
) -> Keifu:
    """Opens the current release of a folder (or the named one) for reading, or that of a SPARQL server.

    Without a folder: the one in the environment variable KEIFU_DATA, else `keifu-data` here. `store` is the
    address of a server that a release was pushed to; its answers are the same.

    Raises:
        ontology.errors.KeifuError: there is no release in the folder, or a file of it is damaged.
    """
    from keifu.face import Keifu  # noqa: PLC0415 - a store is opened only by those who ask

    return Keifu.open(folder, release, store=store)
