"""Things given for parameters → refused where the release knows them as things of another class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from queries.errors import ParameterError
from queries.ground import lexical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.catalog import Parameter, Question
    from queries.ground import Ground

_CLASSES: Final = """SELECT ?kind ?fits {{ {term} a ?kind .
  BIND(EXISTS {{ ?kind rdfs:subClassOf* ?class . VALUES ?class {{ {wanted} }} }} AS ?fits)
}} ORDER BY ?kind"""


def check_class(ground: Ground, parameter: Parameter, path: str) -> None:
    """Passes a thing of a class that the parameter takes, of one below it, and one that nobody knows.

    Raises:
        ParameterError: the thing is of another class; `value` names its classes, `expected` those taken.
    """
    wanted = " ".join(parameter.classes)
    if "org:Organization" in parameter.classes:
        wanted += " org:OrganizationalUnit"  # a subclass by ORG, which is not part of a release
    rows = ground.rows(_CLASSES.format(term=ground.ref(path), wanted=wanted))
    if any(lexical(fits) == "true" for _, fits in rows) or not rows:
        return
    given = ", ".join(_local(lexical(kind)) for kind, _ in rows)
    expected = " or ".join(map(_local, parameter.classes))
    raise ParameterError(parameter.name, f"{path}: {given}", "type", expected)


def check_classes(ground: Ground, question: Question, given: Mapping[str, str]) -> None:
    """The same for all parameters that name things of this release by path or IRI; others are left alone.

    Raises:
        ParameterError: as `check_class`.
    """
    for name, text in given.items():
        parameter = question.parameters.get(name)
        path = ground.base.path(text) or ground.base.path(ground.base.base + text)
        if parameter is not None and parameter.type == "iri" and path is not None:
            check_class(ground, parameter, path)


def _local(name: str) -> str:
    """keifu:Policy, or the whole IRI → Policy."""
    return re.split("[:/#]", name)[-1]
