"""The screens of the regulator's officers: the worklist, the case and the acts on it."""

from forwarding import messages, policy
from forwarding.views.staff import (
    bulk,
    bulk_classification,
    case,
    diversion,
    files,
    follow_ups,
    forwardings,
    likeness,
    merging,
    overdue,
    reports,
    reviews,
    tellings,
    triage,
    withdrawal,
    worklist,
)
from forwarding.views.staff.blueprint import blueprint

__all__ = [
    "blueprint",
    "bulk",
    "bulk_classification",
    "case",
    "diversion",
    "files",
    "follow_ups",
    "forwardings",
    "likeness",
    "merging",
    "messages",
    "overdue",
    "policy",
    "reports",
    "reviews",
    "tellings",
    "triage",
    "withdrawal",
    "worklist",
]
