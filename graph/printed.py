"""Passages and values → the complaints: a quote that is not its source, a number that nobody printed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ontology.rdf import Iri, Literal
from ontology.terms import KEIFU, OA, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ontology.iris import Base
    from ontology.rdf import Quad

_OBSERVATIONS = (KEIFU.Baseline, KEIFU.Target, KEIFU.Actual, KEIFU.Figure)
_AMOUNTS = (KEIFU.initial, KEIFU.supplementary, KEIFU.carryOver, KEIFU.total, KEIFU.executed)
_SOURCE_PATH = re.compile(r"source/([0-9a-f]{16})\Z")
# Printed minus signs after NFKC: △ and ▲ of Japanese accounts, hyphen, minus sign.
_NUMBER = re.compile(
    r"(?P<sign>[△▲\-−]\s?)?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
)
# 5億3,000万 and 3千億 are one number each: digits and kanji powers in turn.
_WITH_POWERS = re.compile(r"(?P<sign>[△▲\-−]\s?)?(?P<digits>[0-9][0-9,.]*[十百千万億兆][0-9,.十百千万億兆]*)")
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_POWER_STEP = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|[十百千万億兆]")
_LINE_BREAK = re.compile(r"[\r\n]+")

_Facts = dict[Iri, dict[Iri, list[Iri | Literal]]]


class Number(NamedTuple):
    """One printed number: its digits, and the sign that stands before them, if any."""

    digits: Decimal
    sign: str

    def states(self, value: Decimal) -> bool:
        """Whether these printed characters say this value; a hyphen before a positive one is a dash."""
        if self.digits != abs(value):
            return False
        return bool(self.sign) if value < 0 else self.sign not in {"△", "▲"}


def printed_numbers(text: str) -> frozenset[Number]:
    """All numbers of a text, widths folded and thousands commas dropped; a cell may break within one.

    >>> sorted(str(number.digits) for number in printed_numbers("約１，０００団体（△5.2）"))
    ['1000', '5.2']
    """
    folded = unicodedata.normalize("NFKC", text)
    return frozenset(number for one in {folded, _LINE_BREAK.sub("", folded)} for number in _numbers(one))


def _numbers(text: str) -> Iterator[Number]:
    for found in _NUMBER.finditer(text):
        yield Number(Decimal(found["digits"].replace(",", "")), (found["sign"] or "").strip())
    for found in _WITH_POWERS.finditer(text):
        yield Number(_with_powers(found["digits"]), (found["sign"] or "").strip())


def _with_powers(printed: str) -> Decimal:
    """The value of digits and kanji powers.

    >>> str(_with_powers("5億3,000万")), str(_with_powers("3千億"))
    ('530000000', '300000000000')
    """
    total, group = Decimal(0), Decimal(0)
    for step in _POWER_STEP.findall(printed):
        if step in _LARGE:
            total, group = total + (group or 1) * _LARGE[step], Decimal(0)
        elif step in _SMALL:
            group = (group or Decimal(1)) * _SMALL[step]
        else:
            group += Decimal(step.replace(",", ""))
    return total + group


def complaints(quads: Iterable[Quad], texts: Mapping[str, str], base: Base) -> Iterator[str]:
    """One line for each passage or value that its source does not bear out; `texts` by source hash."""
    facts: _Facts = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        facts[quad.subject][quad.predicate].append(quad.object)
    quotes: dict[Iri, str] = {}
    for subject in sorted(facts):
        if KEIFU.Passage in facts[subject].get(RDF.type, []):
            yield from _judge_passage(subject, facts[subject], texts, base, quotes)
    as_read = _corrected(facts, quotes)
    for subject in sorted(facts):
        yield from _judge_values(subject, facts[subject], as_read, base)


def _corrected(facts: _Facts, quotes: Mapping[Iri, str]) -> Mapping[Iri, str]:
    """The quotes as people corrected them: only through a Correction may a value differ from the print."""
    better: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for node in sorted(facts):
        fact = facts[node]
        texts = fact.get(KEIFU.correctedText, []) if KEIFU.Correction in fact.get(RDF.type, []) else []
        for passage in quotes.keys() & set(fact.get(KEIFU.evidence, [])):
            source, start, end = _range(facts[passage])
            better[source] += [(start, end, _lexical(text)) for text in texts]
    if not better:
        return quotes
    return {passage: _read_as(quote, facts[passage], better) for passage, quote in quotes.items()}


def _read_as(
    quote: str, fact: Mapping[Iri, list[Iri | Literal]], better: Mapping[str, list[tuple[int, int, str]]]
) -> str:
    """The quote with every correction that lies in it, the last one first so that places stay true."""
    source, first, last = _range(fact)
    for start, end, text in sorted(better.get(source, []), reverse=True):
        if first <= start and end <= last:
            quote = quote[: start - first] + text + quote[end - first :]
    return quote


def _range(fact: Mapping[Iri, list[Iri | Literal]]) -> tuple[str, int, int]:
    """Source and place of a passage that was judged before."""
    source, start, end = (_lexical(fact[key][0]) for key in (KEIFU.source, OA.start, OA.end))
    return source, int(start), int(end)


def _judge_passage(
    passage: Iri,
    fact: Mapping[Iri, list[Iri | Literal]],
    texts: Mapping[str, str],
    base: Base,
    quotes: dict[Iri, str],
) -> Iterator[str]:
    try:
        (exact,), (start,), (end,), (source,) = (
            {str(_lexical(one)) for one in fact[key]} for key in (OA.exact, OA.start, OA.end, KEIFU.source)
        )
        span = slice(int(start), int(end))
    except (KeyError, ValueError):
        yield f"{passage}: a passage has one quote, start, end and source"
        return
    quotes[passage] = exact
    found = _SOURCE_PATH.match(base.path(source) or "")
    raw = texts.get(found.group(1)) if found else None
    if raw is None:
        yield f"{passage}: its source {source} is not in the release"
    elif not 0 <= span.start < span.stop <= len(raw) or raw[span] != exact:
        yield f"{passage}: the source reads {raw[span]!r}, the quote {exact!r}"


def _lexical(term: Iri | Literal) -> str:
    return term.lexical if isinstance(term, Literal) else term


def _judge_values(
    node: Iri, fact: Mapping[Iri, list[Iri | Literal]], quotes: Mapping[Iri, str], base: Base
) -> Iterator[str]:
    values = dict(_values(fact))
    if not values:
        return
    evidence = [one for one in fact.get(KEIFU.evidence, []) if isinstance(one, Iri)]
    printed = {number for one in evidence for number in printed_numbers(quotes.get(one, ""))}
    for name, value in sorted(values.items()):
        if not any(number.states(value) for number in printed):
            places = ", ".join(sorted(base.path(one) or one for one in evidence)) or "no passage"
            yield f"{node}: {name} {value} is not printed in {places}"


def _values(fact: Mapping[Iri, list[Iri | Literal]]) -> Iterator[tuple[str, Decimal]]:
    """The printed size of each value: amounts of money in the unit of their table."""
    classes = fact.get(RDF.type, [])
    if any(one in classes for one in _OBSERVATIONS):
        for value in fact.get(KEIFU.value, []):
            yield "value", Decimal(_lexical(value))
    if KEIFU.BudgetYear in classes:
        scale = Decimal(_lexical(fact.get(KEIFU.moneyScale, [Literal("1")])[0]))
        for amount in _AMOUNTS:
            for value in fact.get(amount, []):
                yield str(amount).rpartition("#")[2], Decimal(_lexical(value)) / scale
