"""Full texts of plans of the government (骨太の方針, 重点計画, 基本計画) → sections, and excerpts in them."""

from __future__ import annotations

from loaders.plans.matching import Searchable
from loaders.plans.quads import plan_quads
from loaders.plans.reading import PlanReading, read_plan
from loaders.plans.resolving import ResolvedPlan, resolve_plan

__all__ = ["PlanReading", "ResolvedPlan", "Searchable", "plan_quads", "read_plan", "resolve_plan"]
