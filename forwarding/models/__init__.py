"""Rows of the forwarding package; imported by this package alone."""

from forwarding.models.answer import Report
from forwarding.models.bulk import BulkItem, BulkWork, Reminder
from forwarding.models.complaint import Attachment, Complaint, ReceiptCode
from forwarding.models.elsewhere import HandOver, Matter
from forwarding.models.forwarding import Forwarding, Telling, TellingAttempt
from forwarding.models.incident import IncidentReport
from forwarding.models.intake import Draft, DraftFile, IdempotentReply, NumberSeries
from forwarding.models.likeness import Cluster, ClusterMember
from forwarding.models.office import FollowUp, LetterTemplate, Note, SavedView
from forwarding.models.people import EarlierParty, Party, Respondent
from forwarding.models.remedy import Mediation, Review
from forwarding.models.rise import Rise
from forwarding.models.time_limit import TimeLimitAct

__all__ = [
    "Attachment",
    "BulkItem",
    "BulkWork",
    "Cluster",
    "ClusterMember",
    "Complaint",
    "Draft",
    "DraftFile",
    "EarlierParty",
    "FollowUp",
    "Forwarding",
    "HandOver",
    "IdempotentReply",
    "IncidentReport",
    "LetterTemplate",
    "Matter",
    "Mediation",
    "Note",
    "NumberSeries",
    "Party",
    "ReceiptCode",
    "Reminder",
    "Report",
    "Respondent",
    "Review",
    "Rise",
    "SavedView",
    "Telling",
    "TellingAttempt",
    "TimeLimitAct",
]
