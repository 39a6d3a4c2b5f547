"""`keifu push`: a release → a SPARQL server, in place of the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keifu.commands.options import GraphFolder
from keifu.folders import data_folder
from keifu.messages import Exit
from keifu.output import progress, say

if TYPE_CHECKING:
    from graph.push import Pushed

_SWITCHED = {
    True: "in one step: whoever asked meanwhile had the old or the new release",
    False: "in several steps, since the server does not undo an update that fails half-way: "
    "whoever asked meanwhile was refused",
}
_ASKED = {
    "there": "the server answers queries itself",
    "here": "the server looks triples up and Keifu evaluates: its own answers differ from the standard",
}


def push(
    release: str | None = None,
    *,
    store: str,
    update: str = "",
    graph_store: str = "",
    graph: GraphFolder = None,
) -> int:
    """Send a release to a SPARQL 1.1 server, where it takes the place of the one before.

    Every graph is sent under a name of its own, counted there, moved to its place and counted again. The
    same release again changes nothing. User and password come from KEIFU_STORE_USER and
    KEIFU_STORE_PASSWORD. Ask the server then with --store.

    Args:
        release: Release id; the current one when nothing is said.
        store: Address where the server is asked, http://…/query or http://…/sparql.
        update: Address for updates; else …/update beside …/query, else that of --store.
        graph_store: Address of its Graph Store Protocol; else …/store beside …/query. Without one, or when it
            changes what it is given, statements are sent as updates.
    """
    from graph.push import push as send
    from graph.release import open_release
    from keifu.stores import target

    wanted = target(store, update, graph_store)
    done = send(open_release(data_folder(graph), release), wanted, progress)
    for line in _lines(done, wanted.shown):
        say(line)
    return Exit.DONE


def _lines(done: Pushed, shown: str) -> list[str]:
    size = f"{done.graphs} graphs, {done.statements} statements"
    if not done.changed:
        return [f"{shown} holds release {done.release} already ({size}, counted)"]
    return [
        f"{shown} holds release {done.release} now ({size}, counted)",
        f"switched {_SWITCHED[done.atomic]}",
        _ASKED[done.evaluation],
    ]
