"""`keifu query`: SPARQL from a file or standard input → its answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from keifu.commands.options import GraphFolder, Store, opened
from keifu.errors import SourceMissing, UsageError
from keifu.messages import Exit
from keifu.output import put, put_bytes, put_rows
from queries.tokens import code

_RESULTS_JSON = "application/sparql-results+json"
_RESULTS_XML = "application/sparql-results+xml"
_FORMS = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_MEDIA_TYPES = {
    "select": {
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "json": _RESULTS_JSON,
        "xml": _RESULTS_XML,
    },
    "ask": {"json": _RESULTS_JSON, "xml": _RESULTS_XML},
    "graph": {
        "table": "text/turtle",
        "ttl": "text/turtle",
        "nt": "application/n-triples",
        "xml": "application/rdf+xml",
    },
}


def query(
    file: Annotated[str, Parameter(allow_leading_hyphen=True)],
    *,
    format: Literal["table", "csv", "tsv", "json", "xml", "ttl", "nt"] = "table",
    graph: GraphFolder = None,
    store: Store = None,
) -> int:
    """Run a SPARQL query on the current release.

    SELECT takes table, csv, tsv, json, xml; ASK takes table (yes or no), json, xml; CONSTRUCT and DESCRIBE
    take ttl, nt, xml, and are written as Turtle when nothing is said.

    Args:
        file: File with the query, or - for standard input.
        format: How the answer is written.
    """
    text = _text(file)
    keifu = opened(graph, store)
    form = _form(text)
    if format == "table" and form == "select":
        rows = keifu.query(text)
        put_rows(rows)
        return Exit.DONE if len(rows) else Exit.NOTHING
    if format == "table" and form == "ask":
        put("yes\n" if keifu.ground.store.ask(text) else "no\n")
        return Exit.DONE
    body = keifu.ground.store.serialize(text, _media_type(form, format)).body
    put_bytes(body if body.endswith(b"\n") else body + b"\n")
    return Exit.DONE


def _text(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceMissing(file, str(getattr(error, "strerror", None) or error)) from error


def _form(text: str) -> str:
    """The form of a query by its first word that is one; the store judges everything else."""
    words = (token.text.upper() for token in code(text) if token.kind == "word")
    return next((_FORMS[word] for word in words if word in _FORMS), "select")


def _media_type(form: str, name: str) -> str:
    known = _MEDIA_TYPES[form]
    if name not in known:
        raise UsageError(f"--format {name} does not fit this query; it can be {', '.join(known)}")
    return known[name]
