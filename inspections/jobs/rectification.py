"""Who is told what of recommendations, demands, orders and measures; silent once it is past."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from inspections.commands.answering import waiting_extension
from inspections.commands.rectification_acts import standing_of
from inspections.messages.rectification import KINDS, MEASURES
from inspections.models import Measure, Rectification
from inspections.rules.rectifying import days_left, overdue
from portal.institutions.notices import to_institution, to_officers
from portal.institutions.queries import card
from portal.kernel import links
from portal.kernel.clock import business_date
from portal.kernel.outbox import OutboxMessage, handler

_OFFICERS = ("inspector", "supervisor")


@handler("rectification.planned")
@handler("rectification.reported")
@handler("rectification.extension_asked")
def tell_officers(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell the unit's inspectors what an institution filed, reported or asked for."""
    row = _row(session, message)
    what = message.topic.removeprefix("rectification.")
    if what == "extension_asked" and waiting_extension(session, row) is None:
        return
    _officers(session, row, message, at, what)


@handler("rectification.sent_back")
@handler("rectification.closed")
@handler("rectification.failed")
@handler("rectification.revoked")
@handler("rectification.extension_decided")
def tell_institution(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution what was decided about what it has to put right."""
    what = message.topic.removeprefix("rectification.")
    _institution(session, _row(session, message), message, at, what)


@handler("rectification.overdue")
def tell_both_sides(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell both sides that the last day has passed."""
    row = _row(session, message)
    if not overdue(standing_of(row), business_date(at)):
        return
    _institution(session, row, message, at, "overdue")
    _officers(session, row, message, at, "overdue", f"{message.key}:officers")


@handler("rectification.remind")
def remind_institution(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Remind an institution of the last day; silent once it has reported."""
    row = _row(session, message)
    if row.state == "issued":
        _institution(session, row, message, at, "remind")


@handler("measure.lifted")
@handler("measure.dropped")
def tell_of_measure(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution that a measure ended."""
    measure = session.get_one(Measure, message.payload["measure_id"])
    row = session.get_one(Rectification, measure.rectification_id)
    what = f"measure_{measure.state}"
    _institution(session, row, message, at, what, measure=MEASURES[measure.kind])


def _row(session: Session, message: OutboxMessage) -> Rectification:
    return session.get_one(Rectification, message.payload["rectification_id"])


def _facts(session: Session, row: Rectification, what: str, side: str, at: datetime) -> Any:
    assert row.due_on is not None
    path = f"/desk/supervision/{row.id}" if side == "desk" else f"/staff/rectifications/{row.id}"
    return {
        "what": what,
        "kind": KINDS[row.kind],
        "title": row.title,
        "due_on": row.due_on,
        "days_left": days_left(row.due_on, business_date(at)),
        "link": links.to(path),
        "measure": "",
    }


def _institution(
    session: Session,
    row: Rectification,
    message: OutboxMessage,
    at: datetime,
    what: str,
    **more: Any,
) -> None:
    facts = {**_facts(session, row, what, "desk", at), **more}
    name, to = "rectification_institution", row.institution_id
    to_institution(session, to, name, key=message.key, at=at, **facts)


def _officers(
    session: Session,
    row: Rectification,
    message: OutboxMessage,
    at: datetime,
    what: str,
    key: str = "",
) -> None:
    about = card(session, row.institution_id)
    facts = _facts(session, row, what, "staff", at) | {"institution": about.name if about else ""}
    del facts["measure"]
    told = {"key": key or message.key, "at": at, **facts}
    to_officers(session, row.unit_code, _OFFICERS, "rectification_officer", **told)
