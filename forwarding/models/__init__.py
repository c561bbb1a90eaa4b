"""Rows of the forwarding package; imported by this package alone."""

from forwarding.models.answer import Report
from forwarding.models.complaint import Attachment, Complaint, Party, ReceiptCode, Respondent
from forwarding.models.forwarding import Forwarding, Telling, TellingAttempt
from forwarding.models.intake import Draft, DraftFile, IdempotentReply, NumberSeries

__all__ = [
    "Attachment",
    "Complaint",
    "Draft",
    "DraftFile",
    "Forwarding",
    "IdempotentReply",
    "NumberSeries",
    "Party",
    "ReceiptCode",
    "Report",
    "Respondent",
    "Telling",
    "TellingAttempt",
]
