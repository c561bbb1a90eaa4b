"""Rows of what institutions report; imported by this package alone."""

from portal.filings.models.channel import ChannelCheck
from portal.filings.models.filing import KINDS, Filing, FilingText
from portal.filings.models.gap import PersonGap
from portal.filings.models.link import CalendarLink
from portal.filings.models.metric import METRICS, Metric
from portal.filings.models.person import ResponsiblePerson
from portal.filings.models.requirement import (
    Exemption,
    FilingReminder,
    Obligation,
    Requirement,
)

__all__ = [
    "KINDS",
    "METRICS",
    "CalendarLink",
    "ChannelCheck",
    "Exemption",
    "Filing",
    "FilingReminder",
    "FilingText",
    "Metric",
    "Obligation",
    "PersonGap",
    "Requirement",
    "ResponsiblePerson",
]
