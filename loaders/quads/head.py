"""Head of the form → the Report node, its outcomes and its budget years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.citing.facts import spans_of, stated
from loaders.quads.literals import code, integer, month, plain
from loaders.quads.marks import result_iri
from ontology.rdf import ja
from ontology.terms import DCTERMS, KEIFU, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.model import BudgetColumn, Fact, Report, Span
    from loaders.quads.frame import Frame, Said
    from ontology.iris import Base
    from ontology.rdf import Iri, Quad


def report_node(frame: Frame) -> Iterator[Quad]:
    """Writes the Report: what it evaluates, when, by whom, and its overall rating.

    Its class and label stand here and not in the registry: the report is the one subject of this graph
    that is both a document and the speaker.
    """
    path, report = frame.resolved.path, frame.resolved.report
    head, policy = report.head, report.policy
    label = f"{head.number.value.normal} {head.title.value}"
    said: list[Said] = [
        (RDF.type, KEIFU.Report),
        (RDFS.label, ja(label)),
        (DCTERMS.identifier, plain(head.number.value.normal)),
        (DCTERMS.date, None if head.evaluated_in is None else month(head.evaluated_in.value)),
        (KEIFU.evaluates, frame.iri(frame.resolved.policy.path)),
        (KEIFU.fiscalYear, integer(head.fiscal_year.value)),
        (KEIFU.policyNumber, None if policy.number is None else integer(policy.number.value)),
        (KEIFU.field, None if policy.field is None else ja(policy.field.text)),
        *_verdicts(report, frame.base),
        *((KEIFU.responsibleUnit, frame.iri(chain[-1].path)) for chain in frame.resolved.units if chain),
        *((KEIFU.preparedBy, frame.iri(post.path)) for post in frame.resolved.posts),
    ]
    yield from frame.say(path, said)
    yield from frame.evidence(path, _report_spans(report))


def _verdicts(report: Report, base: Base) -> Iterator[Said]:
    if report.rating is not None and report.rating.code is not None:
        yield KEIFU.rating, result_iri("rating", report.rating.code, base)
    if report.overall is not None and report.overall.code is not None:
        yield KEIFU.overallRating, result_iri("overall", report.overall.code, base)
    if report.stance is not None and report.stance.code is not None:
        yield KEIFU.budgetStance, code("stance", report.stance.code)


def _report_spans(report: Report) -> tuple[Span, ...]:
    head, policy = report.head, report.policy
    return (
        *spans_of(head.title, head.number, head.fiscal_year, head.evaluated_in),
        *spans_of(policy.name, policy.number, policy.field),
        *spans_of(
            None if report.rating is None else report.rating.words,
            None if report.overall is None else report.overall.words,
            None if report.stance is None else report.stance.text,
        ),
        *spans_of(*(unit.fact for unit in report.units), *(post.post for post in report.posts)),
    )


def outcomes(frame: Frame) -> Iterator[Quad]:
    """Writes the basic goals as this report words them, each pursued by the policy."""
    intermediate = 0
    ordered = sorted(frame.resolved.report.policy.outcomes, key=lambda o: (o.level, o.text.spans))
    for outcome in ordered:
        intermediate += outcome.level != "final"
        name = "final" if outcome.level == "final" else f"{outcome.level}-{intermediate}"
        path = frame.own(f"outcome/{name}")
        yield from frame.say(
            path,
            [
                (RDF.type, KEIFU.Outcome),
                (RDFS.label, ja(outcome.text.text)),
                (KEIFU.outcomeLevel, code("outcome", outcome.level)),
            ],
        )
        yield from frame.evidence(path, outcome.text.spans)
        yield frame.link(frame.resolved.policy.path, KEIFU.pursues, path)


def budget_years(frame: Frame) -> Iterator[Quad]:
    """Writes one BudgetYear per column; a year stated as the old policy's is booked under the old policy."""
    budget = frame.resolved.report.budget
    if budget is None:
        return
    former, old = frame.resolved.report.policy.former_name, frame.resolved.former_policy
    for column in budget.columns:
        year = column.fiscal_year.value
        amounts = list(_amounts(column))
        is_old = former is not None and old is not None and year in former.fiscal_years
        policy = old if is_old and old is not None else frame.resolved.policy
        said: list[Said] = [
            (KEIFU.policy, frame.iri(policy.path)),
            (KEIFU.fiscalYear, integer(year)),
            (KEIFU.moneyScale, integer(budget.scale.value)),
            *((predicate, integer(fact.value)) for predicate, fact in amounts),
        ]
        sentence = former.sentence if is_old and former is not None else None
        spans = spans_of(column.fiscal_year, budget.scale, sentence, *(fact for _, fact in amounts))
        yield from frame.node(frame.own(f"budget/{year}"), KEIFU.BudgetYear, said, spans)


def _amounts(column: BudgetColumn) -> Iterator[tuple[Iri, Fact[int]]]:
    printed = (
        (KEIFU.initial, column.initial),
        (KEIFU.supplementary, column.supplementary),
        (KEIFU.carryOver, column.carry_over),
        (KEIFU.total, column.total),
        (KEIFU.executed, column.executed),
    )
    for predicate, cell in printed:
        fact = stated(cell)
        if fact is not None:
            yield predicate, fact
