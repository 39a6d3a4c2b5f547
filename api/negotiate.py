"""Accept headers and suffixes → the one media type to send, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

FORMS: dict[str, str] = {
    "html": "text/html",
    "json": "application/json",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "svg": "image/svg+xml",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "mmd": "text/vnd.mermaid",
    "txt": "text/plain",
}
"""Short name, which is also the suffix, → media type. The list is closed: section paths hold dots."""

_WEIGHT = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\Z")


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an Accept header; `weight` in thousandths, 0 excludes."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    weight: int

    def specificity(self, media_type: str) -> int | None:
        """How narrowly this range names `media_type` (greater is narrower); None when it does not."""
        kind, _, rest = media_type.partition("/")
        subtype, own = _parameters(rest)
        if self.type == "*":
            return 0
        if self.type != kind or self.subtype not in ("*", subtype):
            return None
        if self.subtype == "*":
            return 1
        wanted = self.parameters - {("charset", "utf-8")}
        return 2 + len(wanted) if wanted <= own else None


def _parameters(text: str) -> tuple[str, frozenset[tuple[str, str]]]:
    head, *pairs = (part.strip() for part in text.lower().split(";"))
    split = (pair.partition("=") for pair in pairs if "=" in pair)
    return head, frozenset((key.strip(), value.strip().strip('"')) for key, _, value in split)


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """The readable ranges of an Accept header in their order; an unreadable one is left out."""
    return tuple(found for part in header.split(",") if (found := _range(part)) is not None)


def _range(part: str) -> MediaRange | None:
    head, parameters = _parameters(part)
    kind, slash, subtype = head.partition("/")
    weight = next((value for key, value in parameters if key == "q"), "1")
    if not (kind and slash and subtype) or (kind == "*" and subtype != "*") or not _WEIGHT.match(weight):
        return None
    rest = frozenset(pair for pair in parameters if pair[0] != "q")
    return MediaRange(kind, subtype, rest, round(float(weight) * 1000))


def weight_of(media_type: str, ranges: Sequence[MediaRange]) -> int:
    """The weight that the narrowest matching range gives to `media_type`; 0 when none matches."""
    matches = [(narrow, one.weight) for one in ranges if (narrow := one.specificity(media_type)) is not None]
    return max(matches, key=lambda match: match[0])[1] if matches else 0


def choose(header: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type that the client likes best; ties go to the earlier offer.

    No header, or one without a single readable range, means that everything is welcome.
    """
    ranges = parse_accept(header or "")
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda media_type: weight_of(media_type, ranges))
    return best if weight_of(best, ranges) > 0 else None


def split_suffix(path: str) -> tuple[str, str | None]:
    """Path without its form suffix, and the suffix.

    >>> split_suffix("/doc/honebuto/2016/s/3.5.3.5")
    ('/doc/honebuto/2016/s/3.5.3.5', None)
    >>> split_suffix("/doc/honebuto/2016/s/3.5.ttl")
    ('/doc/honebuto/2016/s/3.5', 'ttl')
    """
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and stem and not stem.endswith("/") and suffix in FORMS else (path, None)


def prefers_english(header: str | None) -> bool:
    """Whether an Accept-Language header ranks English above Japanese."""
    weights = {"ja": 0.0, "en": 0.0}
    for part in (header or "").lower().split(","):
        tag, _, weight = part.partition(";q=")
        language = tag.strip().split("-")[0]
        if language in weights and _WEIGHT.match(weight.strip() or "1"):
            weights[language] = max(weights[language], float(weight.strip() or "1"))
    return weights["en"] > weights["ja"]
