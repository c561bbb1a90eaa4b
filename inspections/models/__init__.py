"""Rows of the inspections package; imported by this package alone."""

from inspections.models.evaluation import Evaluation, WeightSet
from inspections.models.finding import EVIDENCE, SEVERITIES, Evidence, Finding
from inspections.models.inspection import (
    MODES,
    DocumentRequest,
    Inspection,
    KeptFile,
    TeamMember,
    WorkingPaper,
)
from inspections.models.letter import LETTERS, SERVED, Letter, LetterSeries
from inspections.models.measure import Measure
from inspections.models.proposal import SUGGESTED, Proposal, ProposalRule
from inspections.models.rectification import (
    DEMAND_GROUNDS,
    KINDS,
    ORDER_GROUNDS,
    Progress,
    Rectification,
    RectificationExtension,
    RectificationItem,
    RectificationPlan,
    RectificationReminder,
    Verification,
)
from inspections.models.watch import GROUNDS, WatchEntry

__all__ = [
    "DEMAND_GROUNDS",
    "EVIDENCE",
    "GROUNDS",
    "KINDS",
    "LETTERS",
    "MODES",
    "ORDER_GROUNDS",
    "SERVED",
    "SEVERITIES",
    "SUGGESTED",
    "DocumentRequest",
    "Evaluation",
    "Evidence",
    "Finding",
    "Inspection",
    "KeptFile",
    "Letter",
    "LetterSeries",
    "Measure",
    "Progress",
    "Proposal",
    "ProposalRule",
    "Rectification",
    "RectificationExtension",
    "RectificationItem",
    "RectificationPlan",
    "RectificationReminder",
    "TeamMember",
    "Verification",
    "WatchEntry",
    "WeightSet",
    "WorkingPaper",
]
