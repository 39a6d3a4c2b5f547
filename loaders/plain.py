"""Document model and loss report → plain JSON values, every fact with its ranges and lines."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from enum import Enum

from loaders.model import Correction, Issue, Report, Span
from loaders.report import LossReport
from loaders.sections import camel
from loaders.source import Source

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def report_json(report: Report, source: Source) -> dict[str, Json]:
    """The document model as nested objects; spans are [start, end] in code points of the raw text."""
    plain = _plain(report)
    assert isinstance(plain, dict)
    plain.pop("issues")
    plain.pop("corrections")  # they stand in the loss report
    return {
        "source": {
            "sha256": source.sha256,
            "fileName": source.file_name,
            "kind": str(source.kind),
            "encoding": source.encoding,
        },
        "report": plain,
    }


def loss_json(loss: LossReport, source: Source) -> dict[str, Json]:
    """The loss report as nested objects."""
    return {
        "source": loss.source_sha256,
        "fileName": loss.file_name,
        "length": loss.length,
        "shareRead": round(loss.share_read, 4),
        "characters": dict(loss.characters),
        "factsByConfidence": dict(loss.facts_by_confidence),
        "factsBySection": [
            {"section": each.section.name, "ja": each.section.ja, "en": each.section.en, **each.counts}
            for each in loss.facts_by_section
        ],
        "factsByRule": dict(loss.facts_by_rule),
        "numbers": loss.numbers,
        "numbersInFacts": loss.numbers_in_facts,
        "numbersByLevel": dict(loss.numbers_by_level),
        "numbersReported": [_place(token.span, source) for token in loss.numbers_reported],
        "unread": [
            {
                "start": u.span.start,
                "end": u.span.end,
                "line": u.line,
                "text": u.text,
                "numbers": list(u.numbers),
                "reason": u.reason.code,
                "ja": u.reason.message_ja,
                "en": u.reason.message_en,
            }
            for u in loss.unread
        ],
        "corrections": [_correction(each, source) for each in loss.corrections],
        "issues": [_issue(issue, source) for issue in loss.issues],
    }


def _correction(correction: Correction, source: Source) -> dict[str, Json]:
    return {
        "start": correction.span.start,
        "end": correction.span.end,
        "line": source.line_of(correction.span.start),
        "quote": correction.printed,
        "corrected": correction.corrected,
        "reason": correction.reason,
        "who": correction.who,
        "when": correction.when.isoformat(),
    }


def _issue(issue: Issue, source: Source) -> dict[str, Json]:
    place = {} if issue.span is None else _place(issue.span, source)
    return {
        "severity": issue.severity,
        "code": issue.code,
        "slot": issue.slot,
        "ja": issue.message_ja,
        "en": issue.message_en,
        "candidates": list(issue.candidates),
        **place,
        **({"beside": [_place(span, source) for span in issue.beside]} if issue.beside else {}),
    }


def _place(span: Span, source: Source) -> dict[str, Json]:
    return {
        "start": span.start,
        "end": span.end,
        "line": source.line_of(span.start),
        "quote": source.raw[span.start : span.end],
    }


def _plain(node: object) -> Json:
    if isinstance(node, Span):
        return [node.start, node.end]
    if isinstance(node, Enum):
        return str(node.value)
    if isinstance(node, (date, Decimal)):
        return str(node)
    if isinstance(node, tuple):
        return [_plain(item) for item in node]
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        return {camel(f.name): _plain(getattr(node, f.name)) for f in dataclasses.fields(node)}
    assert node is None or isinstance(node, (bool, int, float, str)), type(node)
    return node
