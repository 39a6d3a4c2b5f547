"""`keifu serve`: the release on the web, for people and programs."""

from __future__ import annotations

from cyclopts.types import Port

from keifu.commands.options import GraphFolder
from keifu.folders import data_folder
from keifu.messages import Exit
from keifu.output import say

SHUTDOWN_SECONDS = 8
"""What runs may still end after SIGTERM; then it is cut off."""


def serve(*, host: str = "127.0.0.1", port: Port = 8000, graph: GraphFolder = None) -> int:
    """Open the site: pages, REST and SPARQL over the current release.

    Args:
        host: Address to listen on; 0.0.0.0 lets others in.
        port: Port to listen on.
    """
    import uvicorn

    from api.app import create_app
    from api.connection import Connection
    from api.settings import Settings
    from graph.release import open_release

    folder = data_folder(graph)
    open_release(folder)  # better told here than on the first page
    app = create_app(Settings(graph=folder, host=host, port=port))
    say(f"Keifu of {folder} is at http://{host}:{port}/ (stop with Ctrl-C)")
    uvicorn.run(
        app,
        host=host,
        port=port,
        http=Connection,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who is believed is a setting of ours
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    return Exit.DONE
