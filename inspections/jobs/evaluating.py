"""The worker's part of the yearly evaluation: drafting a unit's sheets, telling institutions."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspections import policy as policy
from inspections.commands import evaluating, weights
from inspections.models import Evaluation
from inspections.queries.counting import inputs_of, to_evaluate
from portal.accounts.queries import actor_for
from portal.institutions import notices
from portal.kernel import links, tasks
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach
from portal.kernel.outbox import OutboxMessage, handler
from portal.web.access import may

KIND = "evaluation_draft"
_STEP = 50


def ask(session: Session, year: int, *, by: Actor, at: datetime) -> tasks.Task:
    """Ask for the sheets of the actor's unit and a year, drafted or counted again."""
    if not 2020 <= year <= business_date(at).year:
        raise Breach("evaluation_year", "38", until=business_date(at).year)
    payload = {"year": year, "unit_code": by.unit_code}
    return tasks.ask(session, KIND, label=str(year), payload=payload, by=by, at=at)


@handler(f"task.{KIND}")
def draft_sheets(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Draft the sheets of all institutions that report to a unit, as far as none is submitted."""
    task = session.get_one(tasks.Task, message.payload["task_id"])
    if task.ended_at is not None:
        return
    by = actor_for(session, task.account_id) if task.account_id else None
    if by is None or not may(by, "evaluations.draft"):
        tasks.end(session, task, ok=False, outcome={"why": "gone"}, at=at)
        return
    try:
        with session.begin_nested():
            outcome = _draft(session, task, by, at)
    except Breach as breach:
        tasks.end(session, task, ok=False, outcome={"why": breach.code}, at=at)
        return
    tasks.end(session, task, ok=True, outcome=outcome, at=at)


def _draft(session: Session, task: tasks.Task, by: Actor, at: datetime) -> dict[str, int]:
    year, unit = int(task.payload["year"]), str(task.payload["unit_code"])
    chosen, today = to_evaluate(session, unit), business_date(at)
    by_weights = weights.in_force(session, year, at=at)
    inputs = inputs_of(session, unit, year, chosen, today)
    made = 0
    about = {"unit_code": unit, "year": year, "counted_on": today, "by": by, "at": at}
    for done, card in enumerate(chosen):
        if done % _STEP == 0:
            tasks.progress(session, task.id, done)
        row = evaluating.draft(session, card, by_weights, inputs[card.id], **about)
        made += row is not None
    return {"made": made, "left": len(chosen) - made}


@handler("evaluation.settled")
def tell_of_settling(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution that its sheet was settled; the grade is read in the portal."""
    row = session.get_one(Evaluation, message.payload["evaluation_id"])
    if row.state != "settled":
        return
    link, key = links.to(f"/desk/evaluations/{row.id}"), message.key
    about = {"year": row.year, "again": row.previous_id is not None, "link": link}
    to = row.institution_id
    notices.to_institution(session, to, "evaluation_settled", key=key, at=at, **about)
