"""Complaints and forwardings as documents: what the screens show, people masked (Art. 22)."""

from collections.abc import Iterable
from typing import Any

from forwarding.models import Attachment
from forwarding.queries import feed
from forwarding.queries.case import Case, ReportView, RespondentView
from forwarding.queries.inbox import DeskCase

_OF_COMPLAINT = (
    *("number", "state", "unit_code", "territory", "channel", "external_ref", "received_at"),
    *(
        "received_on",
        "clock_from",
        "registered_at",
        "due_on",
        "provisional",
        "outside_rules",
        "business",
    ),
    *("cause", "complainant_kind", "filer_kind", "claim", "facts", "asked_for", "amount"),
    *("third_party", "gaps", "forwarded_at", "told_at", "answered_at", "closed_at", "withdrawn_on"),
    *("joint", "people_count", "public_event", "major_kind"),
)
_OF_CASE = ("received_on", "channel", "asked_for", "amount", "third_party")
_OF_REPORT = (
    *("ordinal", "submitted_at", "result", "cause", "loss_recovered", "remedies"),
    *("decided_by_branch", "told_on", "told_means", "lateness_reason", "verdict", "verdict_at"),
    "remarks",
)


def _of(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def complaint(case: Case) -> dict[str, Any]:
    """Return a case as a call shows it to the regulator's staff."""
    return {
        **_of(case.complaint, _OF_COMPLAINT),
        "unit_name": case.unit_name,
        "duplicate_of": case.duplicate_of,
        "parties": case.parties,
        "respondents": [_respondent(each) for each in case.respondents],
        "forwardings": [
            feed.item(each.row, case.complaint, each.institution) for each in case.forwardings
        ],
        "attachments": _files(case.files),
    }


def _respondent(view: RespondentView) -> dict[str, Any]:
    decided = view.decided
    return {
        "stated_name": view.stated_name,
        "institution_code": decided and decided.code,
        "institution_name": decided and decided.name,
    }


def _files(files: Iterable[Attachment]) -> list[dict[str, Any]]:
    names = ("purpose", "label", "content_type", "size", "added_at")
    return [{"id": file.public_id, **_of(file, names)} for file in files]


def forwarding(case: DeskCase) -> dict[str, Any]:
    """Return a forwarding as a call shows it to its institution."""
    item = feed.item(case.row, case.complaint, case.institution)
    return {
        **vars(item),
        **_of(case.complaint, _OF_CASE),
        "claim": case.claim,
        "facts": case.facts,
        "unit_name": case.unit_name,
        "instructions": case.row.instructions,
        "return_reason": case.row.return_reason,
        "parties": case.parties,
        "respondents": case.respondents,
        "attachments": _files(case.files),
        "reports": [_report(each) for each in case.reports],
    }


def _report(view: ReportView) -> dict[str, Any]:
    own = {"texts": view.texts, "attachments": _files(view.files)}
    return {**_of(view.row, _OF_REPORT), **own}
