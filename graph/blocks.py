"""A query → the blocks of triple patterns whose matches are all that its answer depends on.

Evaluating the whole query over the matches of its blocks gives the rows that it has over everything. A match
of a basic graph pattern needs no triple but its own, so leaving other triples out takes no match away, and
what SPARQL makes of the matches (OPTIONAL, MINUS, UNION, FILTER, aggregates) never looks at the store again.
Only closures without a bound end do (steps of no length, SPARQL 1.1 §18.4): for them the block is everything.

A block is narrowed by what surely holds around it. What stands on the optional side of an OPTIONAL, in EXISTS
or MINUS may be narrowed only by conditions whose shared variables its left side binds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Final, cast

from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Literal, URIRef, Variable

from graph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OWN: Final = "?keifu"
_MOST: Final = 2_000  # IRIs of one condition; a longer one narrows less than it costs
_SURE: Final = {
    "Join": ("p1", "p2"),
    "LeftJoin": ("p1",),
    "Minus": ("p1",),
    "Filter": ("p",),
    "Extend": ("p",),
    "Graph": ("p",),
}
"""The parts of a node that have a match in each of its solutions."""
_EVERYTHING: Final = ("?keifuS", "?keifuP", "?keifuO")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One triple pattern as SPARQL writes it; `graph` is None for the default graph."""

    graph: str | None
    terms: tuple[str, str, str]

    @property
    def variables(self) -> frozenset[str]:
        """The variables in it, `?` included."""
        return frozenset(term for term in (self.graph, *self.terms) if term is not None and term[0] == "?")


@dataclass(frozen=True, slots=True)
class Limit:
    """A variable that is one of these IRIs."""

    variable: str
    among: tuple[str, ...]

    @property
    def variables(self) -> frozenset[str]:
        """The variable."""
        return frozenset({self.variable})


@dataclass(frozen=True, slots=True)
class Sure:
    """What holds in every solution of some part of a query."""

    patterns: tuple[Pattern, ...] = ()
    limits: tuple[Limit, ...] = ()

    def __add__(self, other: Sure) -> Sure:
        return Sure((*self.patterns, *other.patterns), (*self.limits, *other.limits))

    @property
    def variables(self) -> frozenset[str]:
        """The variables that patterns bind."""
        return frozenset[str]().union(*(pattern.variables for pattern in self.patterns))

    def within(self, allowed: frozenset[str], shared: frozenset[str]) -> Sure:
        """The conditions that share with a part nothing but the allowed variables."""
        return Sure(
            tuple(each for each in self.patterns if each.variables & shared <= allowed),
            tuple(each for each in self.limits if each.variables & shared <= allowed),
        )


@dataclass(frozen=True, slots=True)
class Block:
    """Patterns to be matched together; `around` narrows them, and its own matches are not asked for."""

    wanted: tuple[Pattern, ...]
    around: Sure = Sure()


@lru_cache(maxsize=256)  # reading a question takes rdflib some 30 ms
def blocks_of(query: str) -> tuple[Block, ...]:
    """The blocks of a query without dataset clauses, each once, in the order of the text.

    Raises:
        QueryError: the text is no SPARQL 1.1.
    """
    try:
        algebra = prepareQuery(query).algebra
    except Exception as error:  # rdflib raises bare Exception for an undeclared prefix, among others
        raise QueryError(f"no query that can be taken apart: {error}") from error
    walk = _Walk()
    walk.enter(algebra, Sure(), None)
    return tuple(dict.fromkeys(walk.found))


@dataclass(slots=True)
class _Bgp:
    """A basic graph pattern, its paths taken apart: what joins, and what is asked for as a whole.

    `open_ends` are the ends of paths of no length, where both are variables.
    """

    joined: tuple[Pattern, ...] = ()
    whole: tuple[Pattern, ...] = ()
    open_ends: frozenset[frozenset[str]] = frozenset()


@dataclass(slots=True)
class _Walk:
    """Goes through the algebra and gathers blocks."""

    found: list[Block] = field(default_factory=list[Block])
    _numbers: Iterator[int] = field(default_factory=count)
    _read: dict[tuple[int, str | None], tuple[CompValue, _Bgp]] = field(
        default_factory=dict[tuple[int, str | None], "tuple[CompValue, _Bgp]"]
    )

    def enter(self, node: object, around: Sure, graph: str | None) -> None:
        """Gathers the blocks of one node of the algebra."""
        if isinstance(node, list | tuple):
            for each in cast("list[object]", node):
                self.enter(each, around, graph)
        elif isinstance(node, CompValue):
            step = {
                "BGP": self._bgp,
                "Join": self._join,
                "LeftJoin": self._beside,
                "Minus": self._beside,
                "Filter": self._filter,
                "Graph": self._graph,
                "Union": self._plain,
                "Extend": self._plain,
                "DescribeQuery": self._describe,
            }.get(node.name, self._alone)
            step(node, around, graph)

    def _bgp(self, node: CompValue, around: Sure, graph: str | None) -> None:
        own = self._patterns(node, graph)
        if own.joined:
            self.found.append(Block(own.joined, around))
        self.found += [Block((each,)) for each in own.whole]
        bound = frozenset[str]().union(
            *(each.variables for each in (*around.patterns, *own.joined) if each.graph == graph)
        )
        if any(not ends & bound for ends in own.open_ends):
            self.found.append(Block((Pattern(graph, _EVERYTHING),)))

    def _join(self, node: CompValue, around: Sure, graph: str | None) -> None:
        self.enter(node.p1, around, graph)
        self.enter(node.p2, around + self._sure(node.p1, graph), graph)

    def _beside(self, node: CompValue, around: Sure, graph: str | None) -> None:
        """OPTIONAL and MINUS: the right side says something only about what the left side binds."""
        self.enter(node.p1, around, graph)
        self._guarded(node.p2, self._sure(node.p1, graph), around, graph)
        self._conditions(node.get("expr"), self._sure(node.p1, graph), around, graph)

    def _filter(self, node: CompValue, around: Sure, graph: str | None) -> None:
        inside = around + Sure(limits=tuple(_limits(node.expr)))
        self.enter(node.p, inside, graph)
        self._conditions(node.expr, self._sure(node.p, graph), inside, graph)

    def _graph(self, node: CompValue, around: Sure, graph: str | None) -> None:
        del graph
        inside = self._term(node.term)
        self.enter(node.p, around, inside)
        if not any(pattern.graph == inside for pattern in self._sure(node.p, inside).patterns):
            self.found.append(Block((Pattern(inside, _EVERYTHING),)))  # it matches by being there

    def _plain(self, node: CompValue, around: Sure, graph: str | None) -> None:
        for name in ("p", "p1", "p2"):
            self.enter(node.get(name), around, graph)
        self._conditions(node.get("expr"), self._sure(node.get("p"), graph), around, graph)

    def _alone(self, node: CompValue, around: Sure, graph: str | None) -> None:
        """Sub-selects and whatever is not known here: nothing from outside reaches in."""
        del around
        if node.name.startswith("Builtin_") and node.name.endswith("EXISTS"):
            self.enter(_inside(node), Sure(), graph)
        elif node.name != "values":
            for each in node.values():
                self.enter(each, Sure(), graph)

    def _describe(self, node: CompValue, around: Sure, graph: str | None) -> None:
        self.enter(node.p, around, graph)
        sure = self._sure(node.p, graph) if node.p is not None else Sure()
        for term in cast("list[object]", node.PV):
            subject = self._term(term)
            triple = Pattern(graph, (subject, "?keifuP", "?keifuO"))
            self.found.append(Block((triple,), sure.within(frozenset({subject}), triple.variables)))

    def _conditions(self, node: object, sure: Sure, around: Sure, graph: str | None) -> None:
        """The patterns of EXISTS inside an expression."""
        if isinstance(node, list | tuple):
            for each in cast("list[object]", node):
                self._conditions(each, sure, around, graph)
        elif isinstance(node, CompValue):
            if node.name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
                self._guarded(_inside(node), sure, around, graph)
                return
            for each in node.values():
                self._conditions(each, sure, around, graph)

    def _guarded(self, node: object, sure: Sure, around: Sure, graph: str | None) -> None:
        narrow = (around + sure).within(sure.variables, _variables(node))
        self.enter(node, narrow, graph)

    def _sure(self, node: object, graph: str | None) -> Sure:
        if not isinstance(node, CompValue):
            return Sure()
        if node.name == "BGP":
            return Sure(self._patterns(node, graph).joined)
        if node.name == "ToMultiSet":
            return Sure(limits=tuple(_listed(node.p)))
        inside = self._term(node.term) if node.name == "Graph" else graph
        sure = Sure(limits=tuple(_limits(node.expr)) if node.name == "Filter" else ())
        for part in _SURE.get(node.name, ()):
            sure += self._sure(node[part], inside)
        return sure

    def _patterns(self, node: CompValue, graph: str | None) -> _Bgp:
        known = id(node), graph
        if known not in self._read:
            self._read[known] = node, self._triples(node, graph)  # the node is held, so its id stays its own
        return self._read[known][1]

    def _triples(self, node: CompValue, graph: str | None) -> _Bgp:
        read = _Bgp()
        for subject, predicate, value in cast("list[tuple[object, object, object]]", node.triples):
            ends = self._term(subject), self._term(value)
            if isinstance(predicate, Path):
                self._path(read, ends, predicate, graph)
            else:
                read.joined += (self._pattern(graph, ends[0], self._term(predicate), ends[1]),)
        return read

    def _path(self, read: _Bgp, ends: tuple[str, str], path: object, graph: str | None) -> None:
        match path:
            case URIRef():
                read.joined += (self._pattern(graph, ends[0], self._term(path), ends[1]),)
            case InvPath():
                self._path(read, (ends[1], ends[0]), path.arg, graph)
            case SequencePath():
                inner = [f"{_OWN}{next(self._numbers)}" for _ in path.args[1:]]
                for step, start, end in zip(path.args, [ends[0], *inner], [*inner, ends[1]], strict=True):
                    self._path(read, (start, end), step, graph)
            case _:
                self._free(read, ends, path, graph)

    def _free(self, read: _Bgp, ends: tuple[str, str], path: object, graph: str | None) -> None:
        """A path of unknown length or several ways: all triples of its predicates."""
        for predicate in _predicates(path):
            steps = f"{_OWN}{next(self._numbers)}", f"{_OWN}{next(self._numbers)}"
            terms = _EVERYTHING if predicate is None else (steps[0], f"<{predicate}>", steps[1])
            read.whole += (Pattern(graph, terms),)
        if _may_be_empty(path):
            fixed = [end for end in ends if end[0] != "?"]
            read.whole += tuple(each for end in fixed for each in _naming(end, graph))
            read.open_ends |= frozenset() if fixed else {frozenset(ends)}

    def _pattern(self, graph: str | None, subject: str, predicate: str, value: str) -> Pattern:
        pattern = Pattern(graph, (subject, predicate, value))
        if pattern.variables:
            return pattern
        return Pattern(graph, (subject, predicate, f"{_OWN}{next(self._numbers)}"))

    def _term(self, term: object) -> str:
        """A literal becomes a variable: servers differ about which literals are the same."""
        match term:
            case URIRef():
                return f"<{term}>"
            case Variable():
                return f"?{term}"
            case BNode():
                return f"{_OWN}Node{term}"
            case Literal():
                return f"{_OWN}{next(self._numbers)}"
            case _:
                raise QueryError(f"no term of a pattern: {term!r}")


def _naming(node: str, graph: str | None) -> tuple[Pattern, Pattern]:
    """Whether a graph names a node, which decides about paths of no length from it to itself."""
    return Pattern(graph, (node, *_EVERYTHING[1:])), Pattern(graph, (*_EVERYTHING[:2], node))


def _inside(exists: CompValue) -> CompValue:
    """The pattern of an EXISTS in the algebra; translating it twice would lose its filters."""
    if exists.graph.name in {"GroupGraphPatternSub", "SubSelect"}:
        exists["graph"] = translateGroupGraphPattern(exists.graph)
    return exists.graph


def _predicates(path: object) -> Iterator[str | None]:
    """The predicates of a path; None when it may take any."""
    match path:
        case URIRef():
            yield str(path)
        case MulPath():
            yield from _predicates(path.path)
        case InvPath():
            yield from _predicates(path.arg)
        case SequencePath() | AlternativePath():
            for each in path.args:
                yield from _predicates(each)
        case _:
            yield None


def _may_be_empty(path: object) -> bool:
    match path:
        case MulPath():
            return path.mod in {"*", "?"} or _may_be_empty(path.path)
        case InvPath():
            return _may_be_empty(path.arg)
        case SequencePath():
            return all(_may_be_empty(each) for each in path.args)
        case AlternativePath():
            return any(_may_be_empty(each) for each in path.args)
        case _:
            return False


def _limits(condition: object) -> Iterator[Limit]:
    """What a condition that must hold says about single variables: `?x = <…>`, `?x IN (<…>, …)`."""
    if not isinstance(condition, CompValue):
        return
    if condition.name == "ConditionalAndExpression":
        for each in (condition.expr, *_many(condition.other)):
            yield from _limits(each)
    elif condition.name == "RelationalExpression" and condition.op in {"=", "IN"}:
        among = _many(condition.other)
        if isinstance(condition.expr, Variable) and _are_iris(among):
            yield Limit(f"?{condition.expr}", tuple(sorted(f"<{each}>" for each in among)))


def _listed(values: object) -> Iterator[Limit]:
    """What a VALUES block says about each variable that it gives an IRI in every row."""
    if not isinstance(values, CompValue) or values.name != "values":
        return
    rows = cast("list[dict[Variable, object]]", values.res)
    for variable in sorted(frozenset[Variable]().union(*rows)):
        among = [row.get(variable) for row in rows]
        if _are_iris(among):
            yield Limit(f"?{variable}", tuple(sorted({f"<{each}>" for each in among})))


def _many(one: object) -> list[object]:
    return list(cast("Iterable[object]", one)) if isinstance(one, list | tuple) else [one]


def _are_iris(terms: list[object]) -> bool:
    return 0 < len(terms) <= _MOST and all(isinstance(term, URIRef) for term in terms)


def _variables(node: object) -> frozenset[str]:
    """All variables that a part of the algebra names, and more rather than less."""
    if isinstance(node, Variable):
        return frozenset({f"?{node}"})
    if isinstance(node, CompValue):
        return frozenset[str]().union(*(_variables(each) for each in node.values()))
    if isinstance(node, dict):
        return frozenset[str]().union(*(_variables(each) for each in cast("dict[object, object]", node)))
    if isinstance(node, list | tuple | set):
        return frozenset[str]().union(*(_variables(each) for each in cast("Iterable[object]", node)))
    return frozenset()
