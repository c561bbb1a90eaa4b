"""Yearly sheets in the state a test needs, reached by the commands."""

from decimal import Decimal

from inspections.commands import evaluating, weights
from inspections.queries.counting import inputs_of, to_evaluate
from tests import factories as make

YEAR = 2026
AT = make.DAY.replace(month=12, day=20)


def drafted(session, card, by, **inputs):
    """Draft a bank's sheet; `inputs` replace what was counted."""
    counted = inputs_of(session, "330000", YEAR, to_evaluate(session, "330000"), AT.date())
    about = {"unit_code": "330000", "year": YEAR, "counted_on": AT.date(), "by": by, "at": AT}
    by_weights = weights.in_force(session, YEAR, at=AT)
    row = evaluating.draft(session, card, by_weights, {**counted[card.id], **inputs}, **about)
    assert row is not None
    return row


def scored(session, card, by, less="0", **inputs):
    """Draft a sheet and give full points by hand, `less` so many on the first indicator."""
    row = drafted(session, card, by, **inputs)
    for element in evaluating.judged(row).elements:
        for one in element.indicators:
            if one.measure == "manual":
                points = one.weight - (Decimal(less) if one.code == "S1" else 0)
                act = {"reason": "查阅制度和台账。", "by": by, "at": AT}
                evaluating.score(session, row, one.code, points, **act)
    return row


def in_state(session, card, officers, state, **changes):
    """Bring a sheet to a state; `officers` are who submits, who reviews and who settles."""
    first, second, third = officers
    row = scored(session, card, first, **changes)
    if state == "drafted":
        return row
    evaluating.submit(session, row, by=first, at=AT)
    if state == "submitted":
        return row
    evaluating.review(session, row, by=second, at=AT)
    if state == "reviewed":
        return row
    evaluating.settle(session, row, by=third, at=AT)
    if state == "superseded":
        again = evaluating.correct(session, row, reason="漏计一件投诉。", by=third, at=AT)
        evaluating.submit(session, again, by=first, at=AT)
        evaluating.review(session, again, by=second, at=AT)
        evaluating.settle(session, again, by=third, at=AT)
    return row
