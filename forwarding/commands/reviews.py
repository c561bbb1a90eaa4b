"""The superior institution's review (核查) of its branch's decision, from application to end."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.acts import log, touch
from forwarding.commands.handle_again import handle_again
from forwarding.lifecycle import REVIEW
from forwarding.models import Complaint, Forwarding, Report, Review
from forwarding.rules.reviews import (
    missing_conclusion_blocks,
    review_applied_in_time,
    review_due_on,
    review_met,
)
from portal.institutions.queries import card
from portal.kernel import amounts
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach, clause

REVIEWABLE = ("reported", "settled")
"""States of a forwarding whose decision can be reviewed, before and after its case is closed."""


@dataclass(frozen=True)
class Conclusion:
    """What a review came to; `texts` holds process, time_limits and result (Art. 20)."""

    outcome: str
    texts: dict[str, str]
    decided_on: date
    told_on: date
    told_means: str
    lateness_reason: str | None = None


@clause("20")
def apply_for_review(
    session: Session,
    forwarding: Forwarding,
    *,
    decision_received_on: date,
    applied_on: date,
    grounds: str,
    by: Actor,
    at: datetime,
) -> Review:
    """Enter a written application; `due_on` is 30 natural days from it (Art. 20).

    A late application may be entered, and then refused. Raises Breach when there is no branch's
    decision, its review is under way or done, another institution acts, or the days cannot be.
    """
    report = _branch_decision(session, forwarding)
    superior_id = superior_of(session, forwarding)
    _superior_acts(superior_id, by)
    _refuse_second(session, forwarding, report)
    since, today = forwarding.reached_on, business_date(at)
    if not since <= decision_received_on <= applied_on <= today:
        raise Breach("review_days_wrong", "20", since=since, until=today)
    book = amounts.load(session)
    review = Review(
        forwarding_id=forwarding.id,
        report_id=report.id,
        superior_id=superior_id,
        state=REVIEW.initial,
        decision_received_on=decision_received_on,
        applied_on=applied_on,
        grounds=grounds,
        due_on=review_due_on(applied_on, book=book),
        entered_at=at,
        entered_by=by.account_id,
    )
    session.add(review)
    touch(session, forwarding)
    session.flush()
    in_time = review_applied_in_time(decision_received_on, applied_on, book=book)
    _log(session, forwarding, review, "review.apply", by, at, in_time=in_time)
    return review


def refuse_late(
    session: Session,
    review: Review,
    *,
    told_on: date,
    told_means: str,
    by: Actor,
    at: datetime,
) -> None:
    """Refuse an application that came after 30 natural days, and say when that was told."""
    _superior_acts(review.superior_id, by)
    book = amounts.load(session)
    if review_applied_in_time(review.decision_received_on, review.applied_on, book=book):
        raise Breach("review_in_time", "20", day=review.applied_on)
    _told_between(review.applied_on, told_on, at)
    review.told_on, review.told_means = told_on, told_means
    _end(session, review, "refuse_late", by, at)


@clause("20")
def decide_review(
    session: Session, review: Review, conclusion: Conclusion, *, by: Actor, at: datetime
) -> None:
    """Enter a review's conclusion; decided and told late it needs the reason (Art. 20).

    The outcome `redo` puts the case in the branch's hands again.
    """
    _superior_acts(review.superior_id, by)
    if missing := missing_conclusion_blocks(conclusion.texts):
        raise Breach("review_blocks_missing", "20", missing=missing)
    if conclusion.decided_on < review.applied_on:
        raise Breach("review_decided_before", "20", since=review.applied_on)
    _told_between(conclusion.decided_on, conclusion.told_on, at)
    days = (review.applied_on, conclusion.decided_on, conclusion.told_on)
    met = review_met(*days, book=amounts.load(session))
    if not met and not (conclusion.lateness_reason or "").strip():
        raise Breach("review_lateness_unexplained", "20", due_on=review.due_on)
    review.outcome = conclusion.outcome
    review.conclusion = json.dumps(conclusion.texts, ensure_ascii=False)
    review.decided_on, review.told_on = conclusion.decided_on, conclusion.told_on
    review.told_means = conclusion.told_means
    review.lateness_reason = None if met else conclusion.lateness_reason
    _end(session, review, "decide", by, at, outcome=conclusion.outcome, in_time=met)
    if conclusion.outcome == "redo":
        session.flush()
        decided_on = conclusion.decided_on
        handle_again(session, review.forwarding_id, decided_on=decided_on, by=by, at=at)


def superior_of(session: Session, forwarding: Forwarding) -> int:
    """Return the institution that reviews: the parent, or a head itself for its own branch."""
    institution = card(session, forwarding.institution_id)
    return (institution and institution.parent_id) or forwarding.institution_id


def _branch_decision(session: Session, forwarding: Forwarding) -> Report:
    found = select(Report).where(Report.forwarding_id == forwarding.id)
    report = session.scalar(found.order_by(Report.ordinal.desc()).limit(1))
    if forwarding.state not in REVIEWABLE or report is None:
        raise Breach("nothing_to_review", "20")
    if not report.decided_by_branch:
        raise Breach("not_a_branch_decision", "20")
    return report


def _superior_acts(superior_id: int, by: Actor) -> None:
    if by.is_institution and superior_id not in by.institution_ids:
        raise Breach("superior_reviews", "20")


def _refuse_second(session: Session, forwarding: Forwarding, report: Report) -> None:
    earlier = session.execute(
        select(Review.state, Review.report_id).where(Review.forwarding_id == forwarding.id)
    ).all()
    if any(row.state == REVIEW.initial for row in earlier):
        raise Breach("review_under_way", "20")
    if any(row.state == "decided" and row.report_id == report.id for row in earlier):
        raise Breach("reviewed_before", "20")


def _told_between(since: date, told_on: date, at: datetime) -> None:
    if not since <= told_on <= business_date(at):
        raise Breach("told_on_outside", "21", since=since, until=business_date(at))


def _end(
    session: Session, review: Review, act: str, by: Actor, at: datetime, **facts: object
) -> None:
    REVIEW.move(review, act)
    review.ended_at, review.ended_by = at, by.account_id
    forwarding = session.get_one(Forwarding, review.forwarding_id)
    _log(session, forwarding, review, f"review.{act}", by, at, **facts)


def _log(
    session: Session,
    forwarding: Forwarding,
    review: Review,
    act: str,
    by: Actor,
    at: datetime,
    **facts: object,
) -> None:
    log(
        session,
        session.get_one(Complaint, forwarding.complaint_id),
        act,
        article="20",
        by=by,
        at=at,
        forwarding_id=forwarding.id,
        institution_id=review.superior_id,
        due_on=review.due_on.isoformat(),
        **facts,
    )
