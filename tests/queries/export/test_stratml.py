"""StratML Part 2: elements in the order of the schema, values under targets, ids that lead back to paths."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.export.described import notes_of
from queries.export.sheets import sheet
from queries.export.stratml import NAMESPACE, identifier, plans
from queries.ground import ground_of

if TYPE_CHECKING:
    from graph.release import Release
    from queries.ground import Ground

RESULT = "StartDate? EndDate? NumberOfUnits? Descriptor? Description?"
MODELS = {
    "PerformancePlanOrReport": (
        "Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation? Submitter?"
    ),
    "StrategicPlanCore": "Organization* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Stakeholder": "Name Description? Role*",
    "Role": "Name Description? RoleType*",
    "Goal": "Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation? Objective*",
    "Objective": (
        "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation? "
        "PerformanceIndicator*"
    ),
    "PerformanceIndicator": (
        "SequenceIndicator? MeasurementDimension UnitOfMeasurement Identifier? Relationship* "
        "MeasurementInstance* OtherInformation?"
    ),
    "Relationship": "Identifier? ReferentIdentifier* Name? Description?",
    "MeasurementInstance": "TargetResult* ActualResult*",
    "TargetResult": RESULT,
    "ActualResult": RESULT,
    "Descriptor": "DescriptorName? DescriptorValue?",
    "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
}
"""What stands in what and in which order, after PerformancePlanOrReport20160216.xsd (AIIM, version 2.2.6)."""
VALUES = {
    "Type": {"Strategic_Plan", "Performance_Plan", "Performance_Report"},
    "StakeholderTypeType": {"Person", "Organization", "Generic_Group"},
    "ValueChainStage": {"Outcome", "Output_Processing", "Output", "Input_Processing", "Input"},
    "PerformanceIndicatorType": {"Quantitative", "Qualitative"},
    "RelationshipType": {"Broader_Than", "Peer_To", "Narrower_Than"},
}


@pytest.fixture(scope="module")
def ground(samples_release: Release) -> Ground:
    return ground_of(samples_release)


@pytest.fixture(scope="module")
def written(ground: Ground) -> dict[str, str]:
    return dict(plans(ground, notes_of(ground)))


@pytest.fixture(scope="module")
def parsed(written: dict[str, str]) -> dict[str, ET.Element]:
    return {name: ET.fromstring(text) for name, text in written.items()}


def local(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def find(element: ET.Element, path: str) -> list[ET.Element]:
    return element.findall("/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/")))


def text(element: ET.Element, path: str) -> str:
    return next((one.text or "" for one in find(element, path)), "")


def test_each_report_is_one_document(written: dict[str, str]) -> None:
    assert [*written] == ["soumu-2019-08.xml", "soumu-2022-08.xml"]


def test_elements_and_attributes_are_those_of_the_schema_in_its_order(parsed: dict[str, ET.Element]) -> None:
    for root in parsed.values():
        for element in root.iter():
            model = MODELS.get(local(element), "")
            steps = "".join(
                f"(?:{each.rstrip('?*+')} ){each[-1] if each[-1] in '?*+' else ''}" for each in model.split()
            )
            children = "".join(f"{local(child)} " for child in element)
            assert re.fullmatch(steps, children), (local(element), children)
            for name, value in element.attrib.items():
                assert value in VALUES[name]


def test_ids_are_names_of_xml_and_each_stands_once(parsed: dict[str, ET.Element]) -> None:
    for root in parsed.values():
        ids = [str(one.text) for one in root.iter(f"{{{NAMESPACE}}}Identifier")]
        assert len(ids) == len(set(ids)) > 5
        assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", each) for each in ids)


@given(*[st.from_regex(r"[a-z]+(/[A-Za-z0-9._~-]+){1,3}", fullmatch=True)] * 2)
def test_no_two_paths_give_one_id(one: str, other: str) -> None:
    assert (identifier(one) == identifier(other)) == (one == other)


def test_days_and_numbers_are_what_the_schema_calls_so(parsed: dict[str, ET.Element]) -> None:
    for root in parsed.values():
        for element in root.iter():
            if local(element) in {"StartDate", "EndDate"}:
                assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(element.text))
            if local(element) == "NumberOfUnits":
                assert Decimal(str(element.text)).is_finite()


def test_every_number_of_a_series_is_there_and_no_other(
    ground: Ground, parsed: dict[str, ET.Element]
) -> None:
    found = sheet(ground, "observations")
    printed = {
        str(text)
        for text, value in zip(found.column("text"), found.column("value"), strict=True)
        if value is not None
    }
    told = {
        text(result, "Description")
        for root in parsed.values()
        for kind in ("TargetResult", "ActualResult")
        for result in root.iter(f"{{{NAMESPACE}}}{kind}")
        if find(result, "NumberOfUnits")
    }
    assert told == printed


def test_an_actual_stands_beside_the_target_that_judges_it(parsed: dict[str, ET.Element]) -> None:
    indicator = next(
        one
        for one in parsed["soumu-2019-08.xml"].iter(f"{{{NAMESPACE}}}PerformanceIndicator")
        if text(one, "Identifier") == "report.soumu.2019-08.indicator.5.1"
    )
    judged = [
        (text(one, "TargetResult/NumberOfUnits"), text(one, "ActualResult/NumberOfUnits"))
        for one in find(indicator, "MeasurementInstance")
    ]
    assert judged == [("", "550"), ("1000", "1067"), ("", "842"), ("", "950")]
    assert text(indicator, "MeasurementInstance/TargetResult/Descriptor/DescriptorValue") == "約"
    assert text(indicator, "MeasurementInstance/ActualResult/Descriptor/DescriptorValue") == "基準値"
    assert "達成: イ" in text(indicator, "OtherInformation")


def test_a_part_leads_to_its_whole_and_a_kpi_to_its_document(parsed: dict[str, ET.Element]) -> None:
    referents = {
        text(one, "Name"): text(one, "ReferentIdentifier")
        for one in parsed["soumu-2022-08.xml"].iter(f"{{{NAMESPACE}}}Relationship")
    }
    assert referents == {
        "KPI": "https://w3id.org/keifu/doc/kaikaku-koteihyo/2019",
        "内数": "report.soumu.2022-08.indicator.1.1",
    }


def test_every_series_has_one_place_under_an_objective_of_its_report(
    ground: Ground, parsed: dict[str, ET.Element]
) -> None:
    told = [
        str(text(one, "Identifier"))
        for root in parsed.values()
        for one in root.iter(f"{{{NAMESPACE}}}PerformanceIndicator")
    ]
    assert sorted(told) == sorted(identifier(str(path)) for path in sheet(ground, "series").column("series"))


def test_equal_releases_give_equal_documents(ground: Ground, written: dict[str, str]) -> None:
    assert dict(plans(ground, notes_of(ground))) == written
