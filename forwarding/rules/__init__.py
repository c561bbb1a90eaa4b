"""The clauses of the Measures that bind a complaint's way, each a pure function citing its article.

What the Measures leave open is named as a setting and is never shown as law.
"""

from forwarding.rules.clocks import (
    IN_FORCE,
    RULES,
    TIERS,
    BeyondReach,
    ClockState,
    account_of,
    clock_document,
    clock_state,
    forwarding_clock,
    handling_clock,
    handling_days,
    in_force,
    in_time,
    institution_due_on,
    review_clock,
    rule_set_of,
)
from forwarding.rules.elsewhere import (
    closes_late,
    competent_by_respondent,
    may_be_declined,
    may_be_split_off,
)
from forwarding.rules.handling import (
    interest_excluded,
    missing_report_blocks,
    review_offered_rightly,
)
from forwarding.rules.intake import (
    QUESTIONS,
    TriageVerdict,
    hidden_from_institution,
    is_declared,
    major_kind,
    material_of_filer,
    missing_of_case,
    missing_of_person,
    missing_roles,
    representatives_allowed,
    role_of_filer,
    three_questions,
)
from forwarding.rules.merging import merge_obstacle, same_person
from forwarding.rules.telling import (
    ATTEMPTS_TO_TELL,
    forwarding_duty_met,
    means_for,
    telling_excused,
)
from forwarding.rules.time_limits import Limit, handled_late, time_limit

__all__ = [
    "ATTEMPTS_TO_TELL",
    "IN_FORCE",
    "QUESTIONS",
    "RULES",
    "TIERS",
    "TIERS",
    "BeyondReach",
    "ClockState",
    "Limit",
    "TriageVerdict",
    "account_of",
    "clock_document",
    "clock_state",
    "closes_late",
    "competent_by_respondent",
    "forwarding_clock",
    "forwarding_duty_met",
    "handled_late",
    "handling_clock",
    "handling_days",
    "hidden_from_institution",
    "in_force",
    "in_time",
    "institution_due_on",
    "interest_excluded",
    "is_declared",
    "major_kind",
    "material_of_filer",
    "may_be_declined",
    "may_be_split_off",
    "means_for",
    "merge_obstacle",
    "missing_of_case",
    "missing_of_person",
    "missing_report_blocks",
    "missing_roles",
    "representatives_allowed",
    "review_clock",
    "review_offered_rightly",
    "role_of_filer",
    "rule_set_of",
    "same_person",
    "telling_excused",
    "three_questions",
    "time_limit",
]
