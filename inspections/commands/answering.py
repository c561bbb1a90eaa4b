"""What an institution does about a demand, an order or a recommendation (Arts. 40, 41)."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.commands.rectification_acts import given, items_of, log, move, tell
from inspections.lifecycle import RECTIFICATION
from inspections.models import Progress, Rectification, RectificationExtension, RectificationPlan
from inspections.rules import rectifying as rules
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

_IN_HAND = ("issued", "failed")


def plan(
    session: Session,
    row: Rectification,
    *,
    text: str,
    person: str,
    post: str,
    planned_on: date,
    by: Actor,
    at: datetime,
) -> RectificationPlan:
    """File how and by when things are put right and who answers for it; an earlier plan stays."""
    _in_hand(row)
    if planned_on < business_date(at):
        raise Breach("planned_day_passed", "40", day=business_date(at))
    made = RectificationPlan(
        rectification_id=row.id,
        text=given(text, "plan_missing"),
        person=given_name(person),
        post=post.strip(),
        planned_on=planned_on,
        filed_at=at,
        filed_by=by.account_id,
    )
    session.add(made)
    session.flush()
    log(session, row, "rectification.plan", by=by, at=at, planned_on=planned_on.isoformat())
    tell(session, row, "planned", at, made.id)
    return made


def tell_progress(
    session: Session,
    row: Rectification,
    *,
    text: str,
    item_id: int | None,
    by: Actor,
    at: datetime,
) -> Progress:
    """Note what was done for an item, or for all of it; evidence is kept with the item."""
    _in_hand(row)
    if item_id is not None and item_id not in {item.id for item in items_of(session, row)}:
        raise Breach("no_such_item", "40")
    made = Progress(
        rectification_id=row.id,
        item_id=item_id,
        text=given(text, "progress_missing"),
        told_at=at,
        told_by=by.account_id,
    )
    session.add(made)
    session.flush()
    log(session, row, "rectification.progress", by=by, at=at, item_id=item_id)
    return made


def ask_extension(
    session: Session, row: Rectification, *, until: date, reason: str, by: Actor, at: datetime
) -> RectificationExtension:
    """Ask for more time with a reason, on the last day at the latest (Art. 43).

    Raises Breach("extension_asked_already") while an earlier one waits for its decision.
    """
    if row.state != "issued" or row.due_on is None:
        raise Breach("not_in_institutions_hand", "41")
    rules.check_extension(row.due_on, until, business_date(at))
    if waiting_extension(session, row) is not None:
        raise Breach("extension_asked_already", "41")
    asked = RectificationExtension(
        rectification_id=row.id,
        state="asked",
        reason=given(reason),
        until=until,
        due_before=row.due_on,
        asked_at=at,
        asked_by=by.account_id,
    )
    session.add(asked)
    session.flush()
    log(session, row, "rectification.ask_extension", by=by, at=at, until=until.isoformat())
    tell(session, row, "extension_asked", at, asked.id)
    return asked


def report(session: Session, row: Rectification, *, reply: str, by: Actor, at: datetime) -> None:
    """Report that it is done, or reply to a recommendation; what was found unmet is open again."""
    RECTIFICATION.check(row.state, "report")
    text = given(reply, "report_missing")
    if row.kind != "recommendation" and not _has_plan(session, row):
        raise Breach("plan_before_report", "40")
    for item in items_of(session, row):
        item.met = True if item.met else None
    row.reply, row.reported_at, row.reported_by = text, at, by.account_id
    late = row.due_on is not None and business_date(at) > row.due_on
    move(session, row, "report", by=by, at=at, late=late)
    tell(session, row, "reported", at)


def waiting_extension(session: Session, row: Rectification) -> RectificationExtension | None:
    """Return the asking that no officer has decided on."""
    return session.scalar(
        select(RectificationExtension).where(
            RectificationExtension.rectification_id == row.id,
            RectificationExtension.state == "asked",
        )
    )


def given_name(name: str) -> str:
    """Return the name of who answers for it, or raise Breach."""
    if not name.strip():
        raise Breach("responsible_person_missing", "40")
    return name.strip()


def _has_plan(session: Session, row: Rectification) -> bool:
    found = select(RectificationPlan.id).where(RectificationPlan.rectification_id == row.id)
    return session.scalar(found.limit(1)) is not None


def _in_hand(row: Rectification) -> None:
    if row.state not in _IN_HAND:
        raise Breach("not_in_institutions_hand", "41" if row.kind == "order" else "40")
