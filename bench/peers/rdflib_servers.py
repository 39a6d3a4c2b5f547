"""Two servers over N-Quads by rdflib: `python rdflib_servers.py endpoint|plain FILE PORT`.

`endpoint` is rdflib-endpoint as its documentation sets it up. `plain` is what one writes in an afternoon:
FastAPI, plain functions, one Dataset in memory. It runs in the Python of the peers, without Keifu.
"""

from __future__ import annotations

import sys

import rdflib
import uvicorn
from fastapi import FastAPI, Response

CSV, NTRIPLES = "text/csv", "application/n-triples"


def endpoint(data: rdflib.Dataset) -> FastAPI:
    """The endpoint of RDFLib's own project, with its default store."""
    from rdflib_endpoint import SparqlEndpoint  # noqa: PLC0415 - only one of the two needs it

    return SparqlEndpoint(graph=data, path="/sparql", enable_update=False)


def plain(data: rdflib.Dataset) -> FastAPI:
    """A look-up and a query, each with rdflib."""
    app = FastAPI()

    @app.get("/thing")
    def thing(iri: str) -> Response:
        node, found = rdflib.URIRef(iri), rdflib.Graph()
        for triple in (*data.triples((node, None, None)), *data.triples((None, None, node))):
            found.add(triple[:3])
        return Response(found.serialize(format="nt"), media_type=NTRIPLES)

    @app.get("/sparql")
    def sparql(query: str) -> Response:
        return Response(data.query(query).serialize(format="csv"), media_type=CSV)

    return app


def main() -> None:
    kind, file, port = sys.argv[1:]
    data = rdflib.Dataset(default_union=False)
    data.parse(file, format="nquads")
    app = {"endpoint": endpoint, "plain": plain}[kind](data)
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="error", access_log=False)


if __name__ == "__main__":
    main()
