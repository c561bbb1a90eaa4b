"""The yearly sheet of an institution: drafted, scored, submitted, reviewed, settled (Art. 38)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.lifecycle import EVALUATION
from inspections.models import Evaluation, WeightSet
from inspections.rules.evaluating import HUNDREDTH, judge
from portal.institutions.queries import Card
from portal.kernel import audit, outbox
from portal.kernel.actor import Actor
from portal.kernel.law import Breach, clause

_LEAST_REASON = 4


def draft(
    session: Session,
    institution: Card,
    weights: WeightSet,
    inputs: dict[str, Any],
    *,
    unit_code: str,
    year: int,
    counted_on: date,
    by: Actor,
    at: datetime,
) -> Evaluation | None:
    """Draft a sheet, or count the figures of a drafted one again; its manual scores stay.

    One that was submitted or settled is left as it is: None.
    """
    row = _current(session, institution.id, unit_code, year)
    if row is not None and row.state != EVALUATION.initial:
        return None
    if row is None:
        row = Evaluation(
            year=year,
            unit_code=unit_code,
            institution_id=institution.id,
            state=EVALUATION.initial,
            weights_id=weights.id,
            weights=_kept(weights),
            manual={},
            made_at=at,
            made_by=by.account_id,
        )
        session.add(row)
    row.category, row.counted_on, row.inputs = institution.category, counted_on, inputs
    session.flush()
    _log(session, row, "evaluation.draft", by=by, at=at)
    return row


def _kept(weights: WeightSet) -> dict[str, Any]:
    return {
        "edition": weights.edition,
        "elements": weights.elements,
        "grades": weights.grades,
    }


def _current(session: Session, institution_id: int, unit_code: str, year: int) -> Evaluation | None:
    """Return the sheet that stands: the one in the making, else the settled one."""
    found = select(Evaluation).where(
        Evaluation.institution_id == institution_id,
        Evaluation.unit_code == unit_code,
        Evaluation.year == year,
        Evaluation.state != "superseded",
    )
    return session.scalars(found.order_by(Evaluation.id.desc()).limit(1)).first()


def score(
    session: Session,
    row: Evaluation,
    code: str,
    points: Decimal,
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Give a manual score with its reason, from nought to the indicator's weight."""
    EVALUATION.check(row.state, "submit")
    indicators = [one for each in row.weights["elements"] for one in each["indicators"]]
    found = next((one for one in indicators if one["code"] == code), None)
    if found is None or found["measure"] != "manual":
        raise Breach("not_scored_by_hand", "38")
    if not 0 <= points <= Decimal(found["weight"]) or points != points.quantize(HUNDREDTH):
        raise Breach("score_outside", "38", weight=found["weight"])
    given = {"score": str(points), "reason": _given(reason)}
    row.manual = {**row.manual, code: {**given, "by": by.account_id, "at": at.isoformat()}}
    session.flush()
    _log(session, row, "evaluation.score", by=by, at=at, code=code, points=str(points))


@clause("38")
def submit(session: Session, row: Evaluation, *, by: Actor, at: datetime) -> None:
    """Submit a sheet for review; every manual score must be there (Art. 38)."""
    EVALUATION.check(row.state, "submit")
    if missing := judged(row).missing:
        raise Breach("evaluation_incomplete", "38", missing=missing)
    row.submitted_at, row.submitted_by = at, by.account_id
    row.reviewed_at = row.reviewed_by = None
    row.remarks = ""
    _move(session, row, "submit", by=by, at=at)


def send_back(session: Session, row: Evaluation, *, remarks: str, by: Actor, at: datetime) -> None:
    """Send a sheet back to be scored again, with remarks; not by who submitted it."""
    EVALUATION.check(row.state, "send_back")
    _another(row, by)
    row.remarks = _given(remarks)
    _move(session, row, "send_back", by=by, at=at, reason=row.remarks)


def review(session: Session, row: Evaluation, *, by: Actor, at: datetime) -> None:
    """Confirm a submitted sheet as a second officer."""
    EVALUATION.check(row.state, "review")
    _another(row, by)
    row.reviewed_at, row.reviewed_by = at, by.account_id
    _move(session, row, "review", by=by, at=at)


@clause("38")
def settle(session: Session, row: Evaluation, *, by: Actor, at: datetime) -> None:
    """Settle a sheet as a third officer: score and grade are stored and never move (Art. 38).

    A correction takes the place of the sheet it corrects, which stays on record.
    """
    EVALUATION.check(row.state, "settle")
    _another(row, by)
    if by.account_id == row.reviewed_by:
        raise Breach("evaluation_third_officer", "38")
    if row.previous_id is not None:
        before = session.get_one(Evaluation, row.previous_id)
        EVALUATION.move(before, "supersede")
        session.flush()
        _log(session, before, "evaluation.supersede", by=by, at=at)
    found = judged(row)
    row.score, row.grade = str(found.score), found.grade
    row.settled_at, row.settled_by = at, by.account_id
    _move(session, row, "settle", by=by, at=at, score=row.score, grade=row.grade)
    key, about = f"evaluation.settled:{row.id}", {"evaluation_id": row.id}
    outbox.post(session, "evaluation.settled", key, about, at)


def correct(
    session: Session, row: Evaluation, *, reason: str, by: Actor, at: datetime
) -> Evaluation:
    """Open a correction of a settled sheet: its inputs, weights and manual scores to begin with.

    The settled one holds until the correction is settled.
    """
    EVALUATION.check(row.state, "supersede")
    if _current(session, row.institution_id, row.unit_code, row.year) is not row:
        raise Breach("evaluation_being_corrected", "38")
    taken = ("year", "unit_code", "institution_id", "category", "weights_id", "weights")
    made = Evaluation(
        **{name: getattr(row, name) for name in taken},
        state=EVALUATION.initial,
        counted_on=row.counted_on,
        inputs=dict(row.inputs),
        manual=dict(row.manual),
        previous_id=row.id,
        why_again=_given(reason),
        made_at=at,
        made_by=by.account_id,
    )
    session.add(made)
    session.flush()
    _log(session, made, "evaluation.correct", by=by, at=at, reason=made.why_again)
    return made


def judged(row: Evaluation) -> Any:
    """Judge a sheet by what it stores alone."""
    return judge(row.weights, row.inputs, row.manual)


def _another(row: Evaluation, by: Actor) -> None:
    if by.account_id == row.submitted_by:
        raise Breach("evaluation_second_officer", "38")


def _given(reason: str) -> str:
    if len(reason.strip()) < _LEAST_REASON:
        raise Breach("evaluation_reason_missing", "38")
    return reason.strip()


def _move(
    session: Session, row: Evaluation, act: str, *, by: Actor, at: datetime, **facts: Any
) -> None:
    EVALUATION.move(row, act)
    session.flush()
    _log(session, row, f"evaluation.{act}", by=by, at=at, **facts)


def _log(
    session: Session,
    row: Evaluation,
    act: str,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    audit.record(
        session,
        by=by,
        act=act,
        subject=("evaluation", row.id),
        at=at,
        article="38",
        unit_code=row.unit_code,
        reason=reason,
        facts={"institution_id": row.institution_id, "year": row.year, **facts},
    )
