"""A release → what a StratML document needs to know of its report, looked up in the tables of the export."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from queries.export.sheets import sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from queries.answer import Cell
    from queries.ground import Ground

Record = Mapping[str, "Cell"]
Index = Mapping[str, Sequence[Record]]

_LOOKED_UP: Final = (
    ("reports", "report"),
    ("entries", "report"),
    ("citations", "report"),
    ("remarks", "report"),
    ("series", "entry"),
    ("observations", "series"),
    ("indicators", "indicator"),
    ("objectives", "policy"),
    ("means", "means"),
    ("outcomes", "outcome"),
    ("organisations", "organisation"),
    ("things", "thing"),
    ("codes", "code"),
)
"""The tables that are read, each with the column by which its rows are found."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows of the tables by the column that they are looked up with, and the actuals of each target."""

    tables: Mapping[str, Index]
    judged: Index

    @property
    def reports(self) -> Iterator[Record]:
        """All reports, in the order of their paths."""
        return (report for found in self.tables["reports"].values() for report in found)

    def label(self, path: str) -> str:
        """The name of a thing; its path when it has none."""
        return str(self._one("things", path).get("label") or path)

    def code(self, name: Cell) -> str:
        """What is printed for a code and its name: `イ 目標達成`."""
        found = self._one("codes", str(name))
        return " ".join(str(found[each]) for each in ("notation", "label") if found.get(each)) or str(name)

    def ministry(self, report: Record) -> Record | None:
        """The organisation that issued a report: the root above its units, else the one of its path."""
        for path in _paths(report["responsibleUnit"]):
            found = self._one("organisations", path)
            while found.get("parent"):
                found = self._one("organisations", str(found["parent"]))
            if found:
                return found
        return self._one("organisations", "org/" + str(report["report"]).split("/")[1]) or None

    def overview(self, report: Record, policy: str) -> str:
        """What the report says the policy is."""
        return "\n".join(
            str(remark["text"])
            for remark in self._rows("remarks", report["report"])
            if remark["remarkKind"] == "remark-overview"
            and (policy in _paths(remark["about"]) or not remark["about"])
        )

    def around(self, report: Record, policy: str) -> Iterator[str]:
        """Lines for what the schema has no element for: outcomes, rating, cabinet documents."""
        for outcome in self._rows("outcomes", report["report"]):
            yield f"{self.code(outcome['outcomeLevel'])}: {outcome['label']}"
        if report["rating"]:
            yield f"各行政機関共通区分: {self.code(report['rating'])}"
        for citation in self._rows("citations", report["report"]):
            if citation["citationRole"] == "role-basis" and policy in _paths(citation["about"]):
                dates = f"({citation['statedDate']})" if citation["statedDate"] else ""
                yield f"内閣の重要政策: {citation['statedTitle'] or citation['text']} {dates}".rstrip()

    def objectives(self, report: Record, policy: str) -> list[Record]:
        """The objectives of a policy as they appear in a report, in its order."""
        of_policy = {each["objective"] for each in self._rows("objectives", policy)}
        return [entry for entry in self._rows("entries", report["report"]) if entry["about"] in of_policy]

    def measured(self, report: Record, objective: Cell) -> list[Record]:
        """The indicators of a report by their objective, itself or its means; None for those without one."""
        here = [
            each["about"]
            for policy in _paths(report["evaluates"])
            for each in self.objectives(report, policy)
        ]
        found: list[Record] = []
        for entry in self._rows("entries", report["report"]):
            indicators = [path for path in _paths(entry["about"]) if self._rows("indicators", path)]
            reached = self._reached(indicators)
            if indicators and next((path for path in here if path in reached), None) == objective:
                found.append(entry)
        return found

    def series(self, entry: Record) -> Sequence[Record]:
        """The series of an indicator in a report."""
        return self._rows("series", entry["entry"])

    def whole(self, series: Record) -> Record | None:
        """The series that a part (うち…) is a part of."""
        whole = self._one("indicators", str(series["indicator"])).get("partOf")
        beside = self._rows("series", series["entry"])
        return next((each for each in beside if whole and each["indicator"] == whole), None)

    def values(self, series: Record) -> Sequence[Record]:
        """The values of a series by year."""
        return self._rows("observations", series["series"])

    def judged_by(self, target: Record) -> Sequence[Record]:
        """The actuals that are judged by a target, of whatever series."""
        return self.judged.get(str(target["observation"]), ())

    def kpi_of(self, report: Record, indicator: str) -> list[str]:
        """The sections and documents that the report names the indicator a KPI of."""
        return [
            path
            for citation in self._rows("citations", report["report"])
            if citation["citationRole"] == "role-kpi-tag" and indicator in _paths(citation["about"])
            for path in _paths(citation["cites"])
        ]

    def verdict(self, entry: Record, series: Record) -> Iterator[str]:
        """Lines for the mark of a series and what becomes of the indicator."""
        for title, cell in (("達成", series["achievement"]), ("次期への反映", entry["nextAction"])):
            if cell:
                yield f"{title}: {'、'.join(map(self.code, _paths(cell)))}"

    def _reached(self, indicators: list[str]) -> set[str]:
        direct = self._joined("indicators", "measures", indicators)
        return direct | self._joined("means", "implements", direct)

    def _joined(self, table: str, column: str, keys: Iterable[str]) -> set[str]:
        return {path for key in keys for path in _paths(self._one(table, key).get(column))}

    def _rows(self, table: str, key: Cell) -> Sequence[Record]:
        return self.tables[table].get(str(key), ())

    def _one(self, table: str, key: str) -> Record:
        return next(iter(self._rows(table, key)), {})


def facts_of(ground: Ground) -> Facts:
    """Reads the tables that the documents need, once for all reports."""
    tables = {name: _indexed(ground, name, column) for name, column in _LOOKED_UP}
    judged: dict[str, list[Record]] = defaultdict(list)
    for values in tables["observations"].values():
        for value in values:
            for target in _paths(value["against"]):
                judged[target].append(value)
    return Facts(tables, judged)


def _indexed(ground: Ground, name: str, column: str) -> Index:
    found = sheet(ground, name)
    index: dict[str, list[Record]] = defaultdict(list)
    for row in found.rows:
        record = dict(zip(found.table.names, row, strict=True))
        key = str(record[column])
        # An outcome has no column for its report: the report is where its path begins.
        index["/".join(key.split("/")[:3]) if name == "outcomes" else key].append(record)
    return index


def _paths(cell: Cell) -> list[str]:
    return str(cell or "").split()
