"""The address of a SPARQL server and the environment → where it is asked and where a release is sent."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Final

from graph.endpoint import Endpoint, credentials
from graph.push import Target
from keifu.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT: Final = "KEIFU_STORE_TIMEOUT"
_SECONDS: Final = 60.0
_PUSH_SECONDS: Final = 600.0
_ASKED: Final = "/query"  # Oxigraph and Fuseki call the place for updates /update beside it


def asked(url: str, environment: Mapping[str, str] | None = None) -> Endpoint:
    """The address as a place to ask; user, password and seconds come from the environment alone.

    Raises:
        UsageError: KEIFU_STORE_TIMEOUT is no number of seconds.
    """
    return _endpoint(url, os.environ if environment is None else environment, _SECONDS)


def target(store: str, update: str, graph_store: str, environment: Mapping[str, str] | None = None) -> Target:
    """The addresses of a push; those that are not given follow from `store` where it ends in /query.

    Raises:
        UsageError: KEIFU_STORE_TIMEOUT is no number of seconds.
    """
    found = os.environ if environment is None else environment
    beside = store.removesuffix(_ASKED) if store.endswith(_ASKED) else None
    written = update or (f"{beside}/update" if beside is not None else store)
    graphs = graph_store or (f"{beside}/store" if beside is not None else "")
    return Target(
        _endpoint(store, found, _PUSH_SECONDS),
        _endpoint(written, found, _PUSH_SECONDS),
        _endpoint(graphs, found, _PUSH_SECONDS) if graphs else None,
    )


def _endpoint(url: str, environment: Mapping[str, str], seconds: float) -> Endpoint:
    given = environment.get(TIMEOUT, "")
    try:
        timeout = float(given) if given else seconds
    except ValueError:
        timeout = math.nan
    if not 0 < timeout < math.inf:
        raise UsageError(f"{TIMEOUT} is a number of seconds, not {given!r}")
    return Endpoint(url, timeout_seconds=timeout, credentials=credentials(environment))
