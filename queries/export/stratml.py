"""A release → one StratML Part 2 document (ISO 17469-2, PerformancePlanOrReport) for each evaluation report.

Policy → Goal, Objective → Objective, a series of an indicator → PerformanceIndicator, a target with the
actuals judged by it → MeasurementInstance. What the schema has no place for stands in OtherInformation.
Names and order of the elements are those of the schema of 2016-02-16 (ADR 0018).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from queries.export.stratml_facts import Facts, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from queries.answer import Cell
    from queries.export.stratml_facts import Record
    from queries.ground import Ground

NAMESPACE: Final = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
_CONTROL: Final = {n: None for n in range(0x20) if n not in {0x09, 0x0A, 0x0D}} | {0xFFFE: None, 0xFFFF: None}
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STAGES: Final[Mapping[Cell, str]] = {"type-outcome": "Outcome", "type-output": "Output"}
_TYPES: Final[Mapping[Cell, str]] = {
    "measure-quantitative": "Quantitative",
    "measure-qualitative": "Qualitative",
}
_ESCAPES: Final = str.maketrans({"/": ".", ".": "_2E", "_": "_5F", "~": "_7E"})


def plans(ground: Ground, notes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The name of the file and the XML text for each report, in the order of the reports."""
    facts = facts_of(ground)
    for report in facts.reports:
        name = str(report["report"]).removeprefix("report/").replace("/", "-")
        root = _Plan(facts, report, ground.base.base).document(notes)
        ET.indent(root)
        yield (
            f"{name}.xml",
            f"{_HEAD}{ET.tostring(root, encoding='unicode')}\n",
        )


def identifier(path: str) -> str:
    """A path as an XML ID, which knows no slash; no two paths give one ID.

    >>> identifier("policy/soumu/e-government"), identifier("doc/honebuto/2016/s/3.5")
    ('policy.soumu.e-government', 'doc.honebuto.2016.s.3_2E5')
    """
    return path.translate(_ESCAPES)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The document of one report."""

    facts: Facts
    report: Record
    base: str

    def document(self, notes: Mapping[str, str]) -> ET.Element:
        root = ET.Element("PerformancePlanOrReport", {"xmlns": NAMESPACE, "Type": "Performance_Report"})
        _put(root, "Name", self.report["label"] or self.report["identifier"])
        _put(root, "Description", self.report["identifier"])
        told = "; ".join(f"{name}: {value}" for name, value in notes.items())
        _put(root, "OtherInformation", f"{self.base}{self.report['report']} ({told})")
        core = ET.SubElement(root, "StrategicPlanCore")
        self._organisation(core)
        for place, policy in enumerate(_paths(self.report["evaluates"])):
            self._goal(core, policy, is_first=place == 0)
        self._administration(root)
        return root

    def _organisation(self, core: ET.Element) -> None:
        ministry = self.facts.ministry(self.report)
        if ministry is None:
            return
        element = ET.SubElement(core, "Organization")
        _put(element, "Name", ministry["label"])
        _put(element, "Identifier", identifier(str(ministry["organisation"])))
        self._units(element)

    def _units(self, element: ET.Element) -> None:
        for unit in _paths(self.report["responsibleUnit"]):
            stakeholder = ET.SubElement(element, "Stakeholder", {"StakeholderTypeType": "Organization"})
            _put(stakeholder, "Name", self.facts.label(unit))
            role = ET.SubElement(stakeholder, "Role")
            _put(role, "Name", "担当部局課室")
            _put(role, "RoleType", "Performer")

    def _goal(self, core: ET.Element, policy: str, *, is_first: bool) -> None:
        goal = ET.SubElement(core, "Goal")
        _put(goal, "Name", self.facts.label(policy))
        _put(goal, "Description", self.facts.overview(self.report, policy), required=True)
        _put(goal, "Identifier", identifier(policy))
        _put(goal, "SequenceIndicator", self.report["policyNumber"])
        _put(goal, "OtherInformation", "\n".join(self.facts.around(self.report, policy)))
        for objective in self.facts.objectives(self.report, policy):
            self._objective(goal, objective, self.facts.measured(self.report, objective["about"]))
        rest = self.facts.measured(self.report, None) if is_first else []
        if rest:
            element = ET.SubElement(goal, "Objective")
            _put(element, "Name", self.facts.label(policy))
            _put(element, "OtherInformation", "施策目標に結び付けられていない測定指標")
            self._indicators(element, rest)

    def _objective(self, goal: ET.Element, objective: Record, entries: list[Record]) -> None:
        element = ET.SubElement(goal, "Objective")
        _put(element, "Name", objective["text"] or self.facts.label(str(objective["about"])))
        _put(element, "Identifier", identifier(str(objective["about"])))
        _put(element, "SequenceIndicator", objective["numberText"] or objective["number"])
        self._indicators(element, entries)

    def _indicators(self, objective: ET.Element, entries: list[Record]) -> None:
        for entry in entries:
            for series in self.facts.series(entry):
                self._indicator(objective, entry, series)

    def _indicator(self, objective: ET.Element, entry: Record, series: Record) -> None:
        kinds = {
            "ValueChainStage": _STAGES.get(entry["indicatorType"]),
            "PerformanceIndicatorType": _TYPES.get(entry["measureKind"]),
        }
        said = {name: kind for name, kind in kinds.items() if kind}
        element = ET.SubElement(objective, "PerformanceIndicator", said)
        own = series["indicator"] in _paths(entry["about"])
        values = self.facts.values(series)
        _put(element, "SequenceIndicator", entry["numberText"] or entry["number"])
        name = entry["text"] if own else None
        _put(element, "MeasurementDimension", name or self.facts.label(str(series["indicator"])))
        units = dict.fromkeys(str(value["unitLabel"]) for value in values if value["unitLabel"])
        _put(element, "UnitOfMeasurement", " ／ ".join(units), required=True)
        _put(element, "Identifier", identifier(str(series["series"])))
        self._relations(element, series)
        self._measurements(element, values)
        _put(element, "OtherInformation", "\n".join(self.facts.verdict(entry, series)))

    def _relations(self, indicator: ET.Element, series: Record) -> None:
        whole = self.facts.whole(series)
        if whole is not None:
            self._relation(indicator, identifier(str(whole["series"])), "内数", "")
        for target in self.facts.kpi_of(self.report, str(series["indicator"])):
            self._relation(indicator, self.base + target, "KPI", self.facts.label(target))

    def _relation(self, indicator: ET.Element, referent: str, name: str, description: str) -> None:
        element = ET.SubElement(indicator, "Relationship", {"RelationshipType": "Narrower_Than"})
        _put(element, "ReferentIdentifier", referent)
        _put(element, "Name", name)
        _put(element, "Description", description)

    def _measurements(self, indicator: ET.Element, values: Sequence[Record]) -> None:
        """A baseline, then each target with the actuals judged by it, then the other actuals."""
        judged: set[Cell] = set()
        for value in (each for each in values if each["kind"] == "Baseline"):
            _result(
                ET.SubElement(indicator, "MeasurementInstance"), "ActualResult", value, ("種類", "基準値")
            )
        for target in (each for each in values if each["kind"] == "Target"):
            instance = ET.SubElement(indicator, "MeasurementInstance")
            _result(instance, "TargetResult", target, ("比較", target["comparatorLabel"]))
            for actual in self.facts.judged_by(target):
                judged.add(actual["observation"])
                _result(instance, "ActualResult", actual, None)
        for actual in (each for each in values if each["kind"] == "Actual"):
            if actual["observation"] not in judged:
                _result(ET.SubElement(indicator, "MeasurementInstance"), "ActualResult", actual, None)

    def _administration(self, root: ET.Element) -> None:
        element = ET.SubElement(root, "AdministrativeInformation")
        _put(element, "Identifier", identifier(str(self.report["report"])))
        year = self.report["fiscalYear"]
        if isinstance(year, int):
            _put(element, "StartDate", f"{year}-04-01")
            _put(element, "EndDate", f"{year + 1}-03-31")
        _put(element, "Source", f"{self.base}{self.report['report']}")


def _result(instance: ET.Element, name: str, value: Record, descriptor: tuple[str, Cell] | None) -> None:
    element = ET.SubElement(instance, name)
    first, last = _period(value["fiscalYear"], value["asOf"])
    _put(element, "StartDate", first)
    _put(element, "EndDate", last)
    number = value["value"]
    _put(element, "NumberOfUnits", f"{number:f}" if isinstance(number, Decimal) else number)
    if descriptor is not None and descriptor[1] is not None:
        described = ET.SubElement(element, "Descriptor")
        _put(described, "DescriptorName", descriptor[0])
        _put(described, "DescriptorValue", descriptor[1])
    _put(element, "Description", value["text"])


def _period(year: Cell, day: Cell | date) -> tuple[str | None, str | None]:
    if day is not None:
        return str(day), str(day)
    return (f"{year}-04-01", f"{year + 1}-03-31") if isinstance(year, int) else (None, None)


def _put(parent: ET.Element, name: str, value: Cell, *, required: bool = False) -> None:
    """Appends an element with this text; an empty one only where the schema asks for it."""
    text = "" if value is None else str(value).translate(_CONTROL)
    if text or required:
        ET.SubElement(parent, name).text = text


def _paths(cell: Cell) -> list[str]:
    return str(cell or "").split()
