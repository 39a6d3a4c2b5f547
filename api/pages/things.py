"""Organisations, and every other node of the graph → their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api import describe
from api.grid import Column
from api.lists import LISTS
from api.pages.drawings import drawn
from api.pages.plan import changes, titled
from api.pages.shell import entity_forms, page
from api.views import names, rows

if TYPE_CHECKING:
    from api.answers import Asked, Forms
    from api.describe import Thing

REPORTS = (
    Column("report", "評価書", "Report", "link"),
    Column("unit", "担当部局課室", "Responsible unit", "link"),
)
MOST_TITLE = 60
_EVIDENCE = "keifu:evidence"


def organisation(asked: Asked, path: str) -> Forms:
    """The forms of an organisation."""
    found = describe.thing(asked.data, path)
    forms = entity_forms(asked, found)
    return {"html": lambda: _organisation_page(asked, found, tuple(forms)), **forms}


def _organisation_page(asked: Asked, found: Thing, forms: tuple[str, ...]) -> str:
    data, path = asked.data, found.path
    units = found.incoming.get("http://www.w3.org/ns/org#unitOf", ())
    policies = [row for row in LISTS["policies"].records(data) if row["ministry"] == path]
    context = {
        "thing": found,
        "permanent": data.base.iri(path),
        "names": found.names,
        "parents": [str(cell) for cell in found.all("http://www.w3.org/ns/org#unitOf")],
        "units": list(units),
        "adopted": list(found.incoming.get("keifu:adoptedBy", ())),
        "policies": titled(data, policies, LISTS["policies"].columns),
        "reports": titled(data, [dict(row) for row in rows(data, "org_reports", path)], REPORTS),
        "changes": changes(data, path),
        "drawing": drawn(asked, path),
    }
    return page(asked, "organisation.html", found.name.said(asked.language), forms, context)


def thing(asked: Asked, path: str) -> Forms:
    """The forms of a node without a page design of its own: a plain table of its statements."""
    found = describe.thing(asked.data, path)
    forms = entity_forms(asked, found)
    return {"html": lambda: _thing_page(asked, found, tuple(forms)), **forms}


def _thing_page(asked: Asked, found: Thing, forms: tuple[str, ...]) -> str:
    parents = _parents(found.path)
    context = {
        "thing": found,
        "permanent": asked.data.base.iri(found.path),
        "parents": parents,
        "names": {**found.names, **names(asked.data, parents)},
        "proofs": [str(cell) for cell in found.all(_EVIDENCE)],
        "facts": [pair for pair in sorted(found.facts.items()) if pair[0] not in (_EVIDENCE, describe.TYPE)],
        "incoming": sorted(found.incoming.items()),
    }
    title = found.name.said(asked.language)
    shown = title if len(title) <= MOST_TITLE else title[:MOST_TITLE] + "…"
    return page(asked, "thing.html", shown, forms, context)


def _parents(path: str) -> list[str]:
    """The report that a report-level node belongs to."""
    parts = path.split("/")
    return ["/".join(parts[:3])] if parts[0] == "report" and len(parts) > 3 else []  # noqa: PLR2004  report/{ministry}/{number}
