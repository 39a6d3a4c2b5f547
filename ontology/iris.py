"""Names → IRIs: the base, paths of graphs, and hash paths for what nobody has named yet."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from ontology.errors import OntologyError
from ontology.rdf import Iri

DEFAULT_BASE: Final = "https://w3id.org/keifu/"

GRAPH_ONTOLOGY: Final = "graph/ontology"
GRAPH_CODES: Final = "graph/codes"
GRAPH_REGISTRY: Final = "graph/registry"
GRAPH_DOCUMENTS: Final = "graph/documents"
GRAPH_CURATED: Final = "graph/curated"
GRAPH_CORRECTIONS: Final = "graph/corrections"
GRAPH_DERIVED: Final = "graph/derived"
GRAPH_PROVENANCE: Final = "graph/provenance"
GRAPH_OFFICERS: Final = "graph/officers"
GRAPH_REPORT_PREFIX: Final = "graph/report/"
GRAPH_LOSS_PREFIX: Final = "graph/loss/"
GRAPH_RS_PREFIX: Final = "graph/rs/"
GRAPH_INFERRED_PREFIX: Final = "graph/inferred/"

_PUBLIC: Final = frozenset(
    {
        GRAPH_ONTOLOGY,
        GRAPH_CODES,
        GRAPH_REGISTRY,
        GRAPH_DOCUMENTS,
        GRAPH_CURATED,
        GRAPH_CORRECTIONS,
        GRAPH_DERIVED,
        GRAPH_PROVENANCE,
    }
)
_PUBLIC_PREFIXES: Final = (GRAPH_REPORT_PREFIX, GRAPH_RS_PREFIX)
_RELATIVE: Final = re.compile(r"[A-Za-z0-9._~\-]+(/[A-Za-z0-9._~\-]+)*\Z")
_HASH_LENGTH: Final = 8
_WHITE: Final = re.compile(r"\s+")

# NFKC folds ① to 1 but leaves ➀ and ❶ alone (総務省R4-⑧ prints ➀), so all circles are ours.
# (first code point, number of the first, how many)
_CIRCLED_RUNS: Final = (
    (0x2460, 1, 20),  # ① … ⑳
    (0x24EA, 0, 1),  # ⓪
    (0x24EB, 11, 10),  # ⓫ … ⓴
    (0x24F5, 1, 10),  # ⓵ … ⓾
    (0x24FF, 0, 1),  # ⓿
    (0x2776, 1, 10),  # ❶ … ❿
    (0x2780, 1, 10),  # ➀ … ➉
    (0x278A, 1, 10),  # ➊ … ➓
    (0x3251, 21, 15),  # ㉑ … ㉟
    (0x32B1, 36, 15),  # ㊱ … ㊿
)
CIRCLED_NUMBERS: Final = {
    chr(start + step): first + step for start, first, count in _CIRCLED_RUNS for step in range(count)
}
"""Every circled digit of Unicode with its number."""

_CIRCLED_DIGITS: Final = str.maketrans({sign: str(number) for sign, number in CIRCLED_NUMBERS.items()})


@dataclass(frozen=True, slots=True)
class Base:
    """Where entities and graphs live; the two vocabulary namespaces never move with it."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not self.base.endswith(("/", "#")):
            raise OntologyError(f"a base ends with / or #: {self.base!r}")
        Iri(self.base)

    def iri(self, path: str) -> Iri:
        """The absolute IRI of a relative path; OntologyError when the path is none of ours.

        >>> Base().iri("org/soumu")
        'https://w3id.org/keifu/org/soumu'
        """
        if not _RELATIVE.match(path):
            raise OntologyError(f"not a relative path of plain ASCII segments: {path!r}")
        return Iri(self.base + path)

    def path(self, iri: str) -> str | None:
        """The relative path of an IRI under this base, or None.

        The vocabulary namespaces lie under the default base, but their terms are no paths.
        """
        if not iri.startswith(self.base):
            return None
        rest = iri[len(self.base) :]
        return rest if _RELATIVE.match(rest) else None


def normal_name(name: str) -> str:
    """The form in which two printed names are compared: circles opened, NFKC, no white space.

    For comparing only; offsets and labels always keep the printed text.

    >>> normal_name("➀ クラウド導入　市区町村数")
    '1クラウド導入市区町村数'
    """
    folded = unicodedata.normalize("NFKC", name.translate(_CIRCLED_DIGITS))
    return _WHITE.sub("", folded)


def name_hash(name: str) -> str:
    """Eight characters of lower-case base32 of SHA-256 over the normal name in UTF-8."""
    digest = hashlib.sha256(normal_name(name).encode()).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:_HASH_LENGTH]


def ministry_hash(name: str) -> str:
    """The slug of a ministry that the registry does not know."""
    return name_hash(name)


def hashed(kind: str, ministry_slug: str | None, name: str) -> str:
    """The path of a thing that has no slug yet: `policy/soumu-ab12cd34`; `org/ab12cd34` without ministry.

    The same printed name of the same ministry always gives the same path, whatever its spacing.
    """
    owner = f"{ministry_slug}-" if ministry_slug else ""
    return f"{kind}/{owner}{name_hash(name)}"


def report_graph(report_path: str) -> str:
    """`report/soumu/2019-08` → `graph/report/soumu/2019-08`."""
    if not report_path.startswith("report/"):
        raise OntologyError(f"not the path of a report: {report_path!r}")
    return f"graph/{report_path}"


def loss_path(report_path: str) -> str:
    """`report/soumu/2019-08` → `loss/soumu/2019-08`: the account of how that report was read."""
    return "loss/" + report_graph(report_path).removeprefix(GRAPH_REPORT_PREFIX)


def loss_graph(report_path: str) -> str:
    """The graph of that account; never part of the default graph."""
    return f"graph/{loss_path(report_path)}"


def inferred_graph(rule: str) -> str:
    """The graph of all that one rule guesses; never part of the default graph."""
    return GRAPH_INFERRED_PREFIX + rule


def is_public(graph_path: str) -> bool:
    """Whether the default graph is merged from this graph; inferred, loss and officers graphs are not."""
    return graph_path in _PUBLIC or graph_path.startswith(_PUBLIC_PREFIXES)


def is_judged(graph_path: str) -> bool:
    """Whether the shapes hold in this graph: in all that is public, and in the accounts of readings."""
    return is_public(graph_path) or graph_path.startswith(GRAPH_LOSS_PREFIX)
