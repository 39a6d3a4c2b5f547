"""A lineage graph → its twins in words: an indented tree for the terminal, and one row per tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.drawing.folding import Box, Sketch, Tie, fold
from queries.drawing.pills import words_of
from queries.drawing.words import COLUMNS, EMPTY_LABEL, TIES, relation_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import networkx as nx

_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class TieRow:
    """One tie of the drawing: the paths of its ends, the relation, the grain, who states it and where."""

    upper: str
    relation: str
    lower: str
    tie: str
    reports: tuple[str, ...]
    evidence: tuple[str, ...]
    basis: str
    upper_label: str
    lower_label: str
    relation_label: str
    tie_label: str


def rows(graph: nx.MultiDiGraph[str], *, language: str = "ja") -> tuple[TieRow, ...]:
    """List the ties in reading order, authority first: the table twin of the drawing.

    `relation` is the local name of the property, `tie` one of indicator, objective, means, policy or "".
    """
    sketch = fold(graph)
    labels = {box.path: _label(box, language) for box in sketch.boxes}
    return tuple(_row(tie, labels, language) for tie in sketch.ties)


def _row(tie: Tie, labels: Mapping[str, str], language: str) -> TieRow:
    return TieRow(
        upper=tie.upper,
        relation=tie.relation,
        lower=tie.lower,
        tie=tie.tie,
        reports=tie.reports,
        evidence=tie.evidence,
        basis=tie.basis,
        upper_label=labels[tie.upper],
        lower_label=labels[tie.lower],
        relation_label=tie.note or relation_word(tie.relation, language),
        tie_label=TIES[tie.tie].said(language) if tie.tie in TIES else "",
    )


def draw_text(graph: nx.MultiDiGraph[str]) -> str:
    """Draw the lineage as an indented tree: from the start upward, then downward, then what is left.

    Every tie stands on exactly one line, as 「関係・単位・評価書」 before the thing it leads to. A thing that
    was drawn already is marked 「前出」 and not opened again.
    """
    sketch = fold(graph)
    tree = _Tree(sketch)
    lines = [
        *tree.begin(),
        *tree.walk("上へ（根拠）", "upper"),
        *tree.walk("下へ（結果）", "lower"),
        *tree.rest(),
    ]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Step:
    tie: Tie
    path: str
    lead: str
    tail: str


class _Tree:
    """The walk over one sketch; remembers which ties and boxes are on paper."""

    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.boxes = {box.path: box for box in sketch.boxes}
        self.seen: set[str] = set()
        self.drawn: set[Tie] = set()

    def begin(self) -> Iterator[str]:
        if self.sketch.start in self.boxes:
            self.seen.add(self.sketch.start)
            yield f"起点 {self._said(self.sketch.start)}"

    def walk(self, title: str, side: str) -> Iterator[str]:
        lines = list(self._branches(self.sketch.start, side))
        if lines:
            yield ""
            yield title
            yield from lines

    def rest(self) -> Iterator[str]:
        ties = [tie for tie in self.sketch.ties if tie not in self.drawn]
        alone = [box.path for box in self.sketch.boxes if box.path not in self.seen | _ends(ties)]
        if ties or alone:
            yield ""
            yield "そのほか"
        for tie in ties:
            yield f"・{self._said(tie.lower)} ─{self._words(tie)}→ {self._said(tie.upper)}"
        for path in alone:
            yield f"・{self._said(path)}"

    def _branches(self, root: str, side: str) -> Iterator[str]:
        """Walk depth first without recursion: a hostile chain must not exhaust the stack."""
        stack = self._steps(root, side, "")
        while stack:
            step = stack.pop()
            if step.tie in self.drawn:
                continue
            self.drawn.add(step.tie)
            again = step.path in self.seen
            self.seen.add(step.path)
            mark = " （前出）" if again else ""
            yield f"{step.lead}{self._words(step.tie)} {self._said(step.path)}{mark}"
            if not again:
                stack += self._steps(step.path, side, step.tail)

    def _steps(self, path: str, side: str, indent: str) -> list[_Step]:
        """Give the steps from one box, last one first (they go onto a stack)."""
        near = "lower" if side == "upper" else "upper"
        ties = [tie for tie in self.sketch.ties if getattr(tie, near) == path and tie not in self.drawn]
        shown = indent if len(indent) < _DEEPEST * 3 else indent[: _DEEPEST * 3]
        steps: list[_Step] = []
        for number, tie in enumerate(ties):
            last = number == len(ties) - 1
            lead, tail = (f"{shown}└─ ", f"{shown}   ") if last else (f"{shown}├─ ", f"{shown}│  ")
            steps.append(_Step(tie, tie.upper if side == "upper" else tie.lower, lead, tail))
        return steps[::-1]

    def _words(self, tie: Tie) -> str:
        parts = [tie.note or relation_word(tie.relation, "ja")]
        parts += [TIES[tie.tie].ja] if tie.tie in TIES else []
        parts += {"inferred": ["推定"], "curated": ["編集者による"]}.get(tie.basis, [])
        parts += ["／".join(self.sketch.report_name(report) for report in tie.reports)] if tie.reports else []
        return f"［{'・'.join(parts)}］"

    def _said(self, path: str) -> str:
        box = self.boxes[path]
        marks = "、".join(
            f"{self.sketch.report_name(report)} {words_of(code, 'ja')}" for report, code in box.status
        )
        detail = f"（{box.detail}）" if box.detail else ""
        verdict = f" 【{marks}】" if marks else ""
        return f"{COLUMNS[box.kind].ja} {_label(box, 'ja')}{detail}{verdict} <{path}>"


def _label(box: Box, language: str) -> str:
    name = box.name(language) if box.label or box.label_en else EMPTY_LABEL.said(language)
    return " › ".join([*box.trail, name])


def _ends(ties: Iterable[Tie]) -> set[str]:
    return {path for tie in ties for path in (tie.lower, tie.upper)}
