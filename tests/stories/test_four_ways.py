"""The four ways in end in the same rows: only channel, source and its own marks tell them apart."""

from typing import Any

from sqlalchemy import Text, cast, inspect, select
from sqlalchemy.orm import undefer

from forwarding.models import Complaint, Party, Respondent
from portal.kernel.audit import AuditEntry
from portal.kernel.outbox import OutboxMessage
from tests.stories.acts import stored
from tests.stories.ways import WAYS, House

RECEIVED = "2026-02-12T09:30"
# What may differ, and why.
OWN = {
    "id": "each row has its own",
    "number": "serials run on",
    "channel": "how it came",
    "source": "by which way",
    "external_ref": "the hotline's own number",
    "submission_key": "the mark by which a second click is known",
    "registered_by": "a clerk, or nobody for the form",
    "declared_at": "ticked by the complainant in person (Art. 16)",
    "language": "of the pages that were read",
    "asked_for": "the hotline's file and call have no such column",
    "search": "compared apart",
}
OF_PERSON = {"id", "complaint_id", "preferred_means"}


def columns(row: Any, without) -> dict[str, Any]:
    """Return a row's values by column."""
    names = [column.key for column in inspect(type(row)).mapper.column_attrs]
    return {name: getattr(row, name) for name in names if name not in without}


def everything(house: House, number: str) -> dict[str, Any]:
    """Return all that was stored of a complaint, but for what may differ."""
    row, session = stored(house, number), house.session
    found = select(Complaint).where(Complaint.id == row.id).options(undefer(Complaint.search))
    (party,) = session.scalars(select(Party).where(Party.complaint_id == row.id))
    named = session.scalars(select(Respondent).where(Respondent.complaint_id == row.id))
    marks = select(cast(Complaint.search, Text)).where(Complaint.id == row.id)
    history = select(AuditEntry.act, AuditEntry.article, AuditEntry.at).where(
        AuditEntry.subject_kind == "complaint", AuditEntry.subject_id == str(row.id)
    )
    posted = OutboxMessage.key == f"complaint.received:{row.id}"
    return {
        "complaint": columns(session.scalars(found).one(), OWN),
        "party": columns(party, OF_PERSON),
        "search": session.scalar(marks),
        "history": session.execute(history).all(),
        "message": session.scalar(select(OutboxMessage.topic).where(posted)),
        "respondents": len(list(named)),
    }


def test_each_way_stores_the_same_rows(house: House, frozen):
    frozen(f"{RECEIVED}+08:00")
    found = {way: everything(house, file(house, RECEIVED).number) for way, file in WAYS.items()}
    assert found["clerk"] == found["form"]
    assert found["api"] == found["file"]
    assert found["file"] == found["form"]
