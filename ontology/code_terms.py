"""The concepts of the code schemes as typed constants; `ontology.terms` gives them to the rest of the house.

A test keeps this page equal to `ontology/codes/*.ttl`.
"""

from __future__ import annotations

from typing import Final, final

from ontology.rdf import Iri

CODE_NS: Final = "https://w3id.org/keifu/code#"


@final
class CODE:
    """Schemes and concepts of `code:`; `CODE.achievement_i` is `code:achievement-i`."""

    # scheme achievement
    achievement: Final = Iri(CODE_NS + "achievement")
    achievement_i: Final = Iri(CODE_NS + "achievement-i")
    achievement_ro: Final = Iri(CODE_NS + "achievement-ro")
    achievement_ha: Final = Iri(CODE_NS + "achievement-ha")
    achievement_pending: Final = Iri(CODE_NS + "achievement-pending")

    # scheme achievement-mlit
    achievement_mlit: Final = Iri(CODE_NS + "achievement-mlit")
    achievement_mlit_a: Final = Iri(CODE_NS + "achievement-mlit-a")
    achievement_mlit_b: Final = Iri(CODE_NS + "achievement-mlit-b")
    achievement_mlit_c: Final = Iri(CODE_NS + "achievement-mlit-c")

    # scheme achievement-ppc
    achievement_ppc: Final = Iri(CODE_NS + "achievement-ppc")
    achievement_ppc_reached: Final = Iri(CODE_NS + "achievement-ppc-reached")

    # scheme basis
    basis: Final = Iri(CODE_NS + "basis")
    basis_stated: Final = Iri(CODE_NS + "basis-stated")
    basis_curated: Final = Iri(CODE_NS + "basis-curated")
    basis_inferred: Final = Iri(CODE_NS + "basis-inferred")

    # scheme budget-stance
    budget_stance: Final = Iri(CODE_NS + "budget-stance")
    stance_expand: Final = Iri(CODE_NS + "stance-expand")
    stance_maintain: Final = Iri(CODE_NS + "stance-maintain")

    # scheme change-reason
    change_reason: Final = Iri(CODE_NS + "change-reason")
    reason_achieved: Final = Iri(CODE_NS + "reason-achieved")
    reason_completed: Final = Iri(CODE_NS + "reason-completed")
    reason_transfer: Final = Iri(CODE_NS + "reason-transfer")
    reason_unmeasurable: Final = Iri(CODE_NS + "reason-unmeasurable")
    reason_undecided: Final = Iri(CODE_NS + "reason-undecided")
    reason_unsuitable: Final = Iri(CODE_NS + "reason-unsuitable")
    reason_environment: Final = Iri(CODE_NS + "reason-environment")

    # scheme change-type
    change_type: Final = Iri(CODE_NS + "change-type")
    change_rename: Final = Iri(CODE_NS + "change-rename")
    change_reword: Final = Iri(CODE_NS + "change-reword")
    change_merge: Final = Iri(CODE_NS + "change-merge")
    change_split: Final = Iri(CODE_NS + "change-split")
    change_transfer: Final = Iri(CODE_NS + "change-transfer")
    change_replace: Final = Iri(CODE_NS + "change-replace")
    change_modify: Final = Iri(CODE_NS + "change-modify")
    change_continue: Final = Iri(CODE_NS + "change-continue")
    change_end: Final = Iri(CODE_NS + "change-end")
    change_remove: Final = Iri(CODE_NS + "change-remove")
    change_reconsider: Final = Iri(CODE_NS + "change-reconsider")
    change_create: Final = Iri(CODE_NS + "change-create")
    change_revise: Final = Iri(CODE_NS + "change-revise")

    # scheme citation-role
    citation_role: Final = Iri(CODE_NS + "citation-role")
    role_basis: Final = Iri(CODE_NS + "role-basis")
    role_kpi_tag: Final = Iri(CODE_NS + "role-kpi-tag")
    role_material: Final = Iri(CODE_NS + "role-material")
    role_mention: Final = Iri(CODE_NS + "role-mention")
    role_footnote: Final = Iri(CODE_NS + "role-footnote")

    # scheme comparator
    comparator: Final = Iri(CODE_NS + "comparator")
    cmp_at_least: Final = Iri(CODE_NS + "cmp-at-least")
    cmp_at_most: Final = Iri(CODE_NS + "cmp-at-most")
    cmp_about: Final = Iri(CODE_NS + "cmp-about")
    cmp_bare: Final = Iri(CODE_NS + "cmp-bare")
    cmp_as_good: Final = Iri(CODE_NS + "cmp-as-good")
    cmp_increase: Final = Iri(CODE_NS + "cmp-increase")
    cmp_done: Final = Iri(CODE_NS + "cmp-done")
    cmp_less_than: Final = Iri(CODE_NS + "cmp-less-than")
    cmp_more_than: Final = Iri(CODE_NS + "cmp-more-than")
    cmp_decrease: Final = Iri(CODE_NS + "cmp-decrease")

    # scheme decision-mode
    decision_mode: Final = Iri(CODE_NS + "decision-mode")
    mode_cabinet_decision: Final = Iri(CODE_NS + "mode-cabinet-decision")
    mode_meeting_decision: Final = Iri(CODE_NS + "mode-meeting-decision")
    mode_approval: Final = Iri(CODE_NS + "mode-approval")
    mode_report: Final = Iri(CODE_NS + "mode-report")
    mode_ministry: Final = Iri(CODE_NS + "mode-ministry")

    # scheme direction
    direction: Final = Iri(CODE_NS + "direction")
    direction_up: Final = Iri(CODE_NS + "direction-up")
    direction_down: Final = Iri(CODE_NS + "direction-down")

    # scheme indicator-type
    indicator_type: Final = Iri(CODE_NS + "indicator-type")
    type_outcome: Final = Iri(CODE_NS + "type-outcome")
    type_output: Final = Iri(CODE_NS + "type-output")

    # scheme issue
    issue: Final = Iri(CODE_NS + "issue")
    issue_unparsed: Final = Iri(CODE_NS + "issue-unparsed")
    issue_orphan_number: Final = Iri(CODE_NS + "issue-orphan-number")
    issue_missing_slot: Final = Iri(CODE_NS + "issue-missing-slot")
    issue_partial_slot: Final = Iri(CODE_NS + "issue-partial-slot")
    issue_ambiguous: Final = Iri(CODE_NS + "issue-ambiguous")
    issue_conflict: Final = Iri(CODE_NS + "issue-conflict")
    issue_date_conflict: Final = Iri(CODE_NS + "issue-date-conflict")
    issue_sum_mismatch: Final = Iri(CODE_NS + "issue-sum-mismatch")
    issue_ocr_suspect: Final = Iri(CODE_NS + "issue-ocr-suspect")
    issue_misprint: Final = Iri(CODE_NS + "issue-misprint")
    issue_unknown_label: Final = Iri(CODE_NS + "issue-unknown-label")
    issue_unknown_vocabulary: Final = Iri(CODE_NS + "issue-unknown-vocabulary")
    issue_unmatched: Final = Iri(CODE_NS + "issue-unmatched")
    issue_correction_applied: Final = Iri(CODE_NS + "issue-correction-applied")
    issue_source_note: Final = Iri(CODE_NS + "issue-source-note")
    issue_form_from_excerpt: Final = Iri(CODE_NS + "issue-form-from-excerpt")
    issue_other: Final = Iri(CODE_NS + "issue-other")

    # scheme measure-kind
    measure_kind: Final = Iri(CODE_NS + "measure-kind")
    measure_quantitative: Final = Iri(CODE_NS + "measure-quantitative")
    measure_qualitative: Final = Iri(CODE_NS + "measure-qualitative")
    measure_mixed: Final = Iri(CODE_NS + "measure-mixed")

    # scheme outcome-level
    outcome_level: Final = Iri(CODE_NS + "outcome-level")
    outcome_final: Final = Iri(CODE_NS + "outcome-final")
    outcome_intermediate: Final = Iri(CODE_NS + "outcome-intermediate")

    # scheme overall-mhlw
    overall_mhlw: Final = Iri(CODE_NS + "overall-mhlw")
    overall_mhlw_a: Final = Iri(CODE_NS + "overall-mhlw-a")
    overall_mhlw_b: Final = Iri(CODE_NS + "overall-mhlw-b")
    overall_mhlw_c: Final = Iri(CODE_NS + "overall-mhlw-c")

    # scheme rating
    rating: Final = Iri(CODE_NS + "rating")
    rating_exceeded: Final = Iri(CODE_NS + "rating-exceeded")
    rating_achieved: Final = Iri(CODE_NS + "rating-achieved")
    rating_substantial: Final = Iri(CODE_NS + "rating-substantial")
    rating_slow: Final = Iri(CODE_NS + "rating-slow")
    rating_none: Final = Iri(CODE_NS + "rating-none")

    # scheme remark-kind
    remark_kind: Final = Iri(CODE_NS + "remark-kind")
    remark_overview: Final = Iri(CODE_NS + "remark-overview")
    remark_rating_reason: Final = Iri(CODE_NS + "remark-rating-reason")
    remark_analysis: Final = Iri(CODE_NS + "remark-analysis")
    remark_next_action: Final = Iri(CODE_NS + "remark-next-action")
    remark_budget_request: Final = Iri(CODE_NS + "remark-budget-request")
    remark_system: Final = Iri(CODE_NS + "remark-system")
    remark_expert: Final = Iri(CODE_NS + "remark-expert")
    remark_budget_note: Final = Iri(CODE_NS + "remark-budget-note")
    remark_footnote: Final = Iri(CODE_NS + "remark-footnote")
    remark_other: Final = Iri(CODE_NS + "remark-other")

    # scheme severity
    severity: Final = Iri(CODE_NS + "severity")
    severity_error: Final = Iri(CODE_NS + "severity-error")
    severity_warning: Final = Iri(CODE_NS + "severity-warning")
    severity_info: Final = Iri(CODE_NS + "severity-info")

    # scheme unit
    unit: Final = Iri(CODE_NS + "unit")
    unit_municipality: Final = Iri(CODE_NS + "unit-municipality")
    unit_case: Final = Iri(CODE_NS + "unit-case")
    unit_thousand_cases: Final = Iri(CODE_NS + "unit-thousand-cases")
    unit_person: Final = Iri(CODE_NS + "unit-person")
    unit_hour: Final = Iri(CODE_NS + "unit-hour")
    unit_rank: Final = Iri(CODE_NS + "unit-rank")
    unit_percent: Final = Iri(CODE_NS + "unit-percent")
    unit_yen: Final = Iri(CODE_NS + "unit-yen")
    unit_time: Final = Iri(CODE_NS + "unit-time")
    unit_site: Final = Iri(CODE_NS + "unit-site")
    unit_company: Final = Iri(CODE_NS + "unit-company")
    unit_school: Final = Iri(CODE_NS + "unit-school")
    unit_device: Final = Iri(CODE_NS + "unit-device")
    unit_household: Final = Iri(CODE_NS + "unit-household")
    unit_prefecture: Final = Iri(CODE_NS + "unit-prefecture")
    unit_area: Final = Iri(CODE_NS + "unit-area")
    unit_institution: Final = Iri(CODE_NS + "unit-institution")
    unit_facility: Final = Iri(CODE_NS + "unit-facility")
    unit_station: Final = Iri(CODE_NS + "unit-station")
    unit_kind: Final = Iri(CODE_NS + "unit-kind")
    unit_item: Final = Iri(CODE_NS + "unit-item")
    unit_project: Final = Iri(CODE_NS + "unit-project")
    unit_country: Final = Iri(CODE_NS + "unit-country")
    unit_point: Final = Iri(CODE_NS + "unit-point")
    unit_score: Final = Iri(CODE_NS + "unit-score")
    unit_day: Final = Iri(CODE_NS + "unit-day")
    unit_minute: Final = Iri(CODE_NS + "unit-minute")
    unit_second: Final = Iri(CODE_NS + "unit-second")
    unit_month: Final = Iri(CODE_NS + "unit-month")
    unit_year: Final = Iri(CODE_NS + "unit-year")
    unit_age: Final = Iri(CODE_NS + "unit-age")
    unit_kilometre: Final = Iri(CODE_NS + "unit-kilometre")
    unit_hectare: Final = Iri(CODE_NS + "unit-hectare")
    unit_tonne: Final = Iri(CODE_NS + "unit-tonne")
    unit_gigabyte: Final = Iri(CODE_NS + "unit-gigabyte")
    unit_megabit_per_second: Final = Iri(CODE_NS + "unit-megabit-per-second")
    unit_thousand_yen: Final = Iri(CODE_NS + "unit-thousand-yen")
    unit_million_yen: Final = Iri(CODE_NS + "unit-million-yen")
    unit_hundred_million_yen: Final = Iri(CODE_NS + "unit-hundred-million-yen")
    unit_trillion_yen: Final = Iri(CODE_NS + "unit-trillion-yen")
    unit_thousand_persons: Final = Iri(CODE_NS + "unit-thousand-persons")
    unit_ten_thousand_persons: Final = Iri(CODE_NS + "unit-ten-thousand-persons")
    unit_ten_thousand_cases: Final = Iri(CODE_NS + "unit-ten-thousand-cases")
    unit_ten_thousand_tonnes: Final = Iri(CODE_NS + "unit-ten-thousand-tonnes")

    # scheme verdict
    verdict: Final = Iri(CODE_NS + "verdict")
    verdict_met: Final = Iri(CODE_NS + "verdict-met")
    verdict_missed: Final = Iri(CODE_NS + "verdict-missed")
    verdict_not_due: Final = Iri(CODE_NS + "verdict-not-due")

    # collection
    next_actions: Final = Iri(CODE_NS + "next-actions")
