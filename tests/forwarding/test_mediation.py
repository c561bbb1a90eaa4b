"""A mediation of a forwarded dispute, and what it does to the time limit (Art. 23, 24, 39)."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from forwarding.commands import mediation as mediating
from forwarding.models import Mediation, TimeLimitAct
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from tests import factories as make
from tests import limit_factories as limits
from tests.limit_factories import day, on


@pytest.fixture
def row(house):
    """A forwarding that arrived on day 0."""
    return limits.sent(house)


def refused(code, act, *args, **kwargs):
    with pytest.raises(Breach) as caught:
        act(*args, by=SYSTEM, **kwargs)
    assert caught.value.code == code


def applied(house, row, at=None, **changes):
    given = {"organisation_id": 0, "consented_on": day(2), "applied_on": day(3), **changes}
    given["organisation_id"] = given["organisation_id"] or limits.make_mediator(house)
    return mediating.apply(house, row, **given, by=SYSTEM, at=at or on(3))


def test_art_23_from_acceptance_to_end_the_days_do_not_count(house, row):
    held = limits.mediated(house, row, on(4))
    assert (row.paused_on, held.state) == (day(4), "accepted")
    limits.ended(house, row, held, on(8), amount=Decimal("120.50"))
    assert (row.paused_on, row.due_on) == (None, day(15 + 5))
    (period,) = house.scalars(select(TimeLimitAct))
    assert (period.ground, period.mediation_id, period.ended_on) == ("mediation", held.id, day(8))
    assert (held.state, held.result, held.amount) == ("ended", "agreed", Decimal("120.50"))


def test_art_23_application_alone_excludes_nothing(house, row):
    held = limits.mediated(house, row, on(4), accepted=False)
    assert (row.paused_on, row.due_on) == (None, day(15))
    limits.ended(house, row, held, on(5), "declined")
    assert (row.due_on, held.state) == (day(15), "ended")


def test_art_23_a_mediation_overlapping_a_test_excludes_its_days_once(house, row):
    limits.exclude(house, row, on(6), began_on=day(3), ended_on=day(6), told_on=day(3))
    held = limits.mediated(house, row, on(6))
    limits.ended(house, row, held, on(9))
    assert row.due_on == day(15 + 7)


def test_art_23_a_mediation_after_the_decision_or_after_the_limit_excludes_nothing(house, row):
    make.reported(house, row, at=on(5))
    held = limits.mediated(house, row, on(6))
    assert (held.state, row.paused_on) == ("accepted", None)
    other = limits.sent(house)
    late = mediating.apply(
        house,
        other,
        organisation_id=held.organisation_id,
        consented_on=day(16),
        applied_on=day(16),
        by=SYSTEM,
        at=on(16),
    )
    mediating.accept(house, other, late, accepted_on=day(16), by=SYSTEM, at=on(16))
    assert (other.paused_on, other.due_on) == (None, day(15))


def test_art_23_a_mediation_outlives_a_case_given_back(house, row):
    held = limits.mediated(house, row, on(4))
    make.returned(house, row, at=on(5))
    limits.ended(house, row, held, on(6), "withdrawn")
    assert held.result == "withdrawn"
    refused("mediation_closed", _again, house, row, at=on(7))


def _again(house, row, *, by, at):
    return applied(
        house, row, at=at, organisation_id=house.scalar(select(Mediation)).organisation_id
    )


def test_art_23_one_mediation_at_a_time_and_then_another(house, row):
    held = applied(house, row)
    refused("mediation_open", _again, house, row, at=on(4))
    limits.ended(house, row, held, on(4), "withdrawn")
    assert applied(house, row, at=on(5), organisation_id=held.organisation_id).id != held.id


@pytest.mark.parametrize(
    ("consented", "made", "at"),
    [(day(4), day(3), on(5)), (day(2), day(6), on(5)), (day(-9), day(3), on(5))],
)
def test_art_23_consent_comes_first_and_nothing_lies_ahead(house, row, consented, made, at):
    chosen = limits.make_mediator(house)
    days = {"consented_on": consented, "applied_on": made, "organisation_id": chosen}
    refused("mediation_days", mediating.apply, house, row, **days, at=at)


def test_art_39_only_an_organisation_of_the_register_that_works_then(house, row):
    ended = limits.make_mediator(house, ended_on=date(2026, 3, 1))
    days = {"consented_on": day(2), "applied_on": day(3), "at": on(3)}
    refused("mediator_not_active", mediating.apply, house, row, organisation_id=ended, **days)
    refused("unknown_mediator", mediating.apply, house, row, organisation_id=99999, **days)


def test_art_23_acceptance_and_end_keep_their_order(house, row):
    held = applied(house, row)
    refused("mediation_days", mediating.accept, house, row, held, accepted_on=day(2), at=on(4))
    refused("mediation_days", mediating.accept, house, row, held, accepted_on=day(5), at=on(4))
    mediating.accept(house, row, held, accepted_on=day(4), by=SYSTEM, at=on(4))
    refused("illegal_act", mediating.accept, house, row, held, accepted_on=day(4), at=on(4))
    outcome = mediating.Outcome(day(3), "failed")
    refused("mediation_days", mediating.end, house, row, held, outcome, at=on(5))


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (mediating.Outcome(day(4), "agreed"), "mediation_not_accepted"),
        (mediating.Outcome(day(4), "failed"), "mediation_not_accepted"),
        (mediating.Outcome(day(4), "refused"), "mediation_note_missing"),
        (mediating.Outcome(day(4), "refused_with_cause", note=" "), "mediation_note_missing"),
        (mediating.Outcome(day(4), "nonsense"), "mediation_result_unknown"),
        (
            mediating.Outcome(day(4), "withdrawn", amount=Decimal(1)),
            "mediation_amount_without_agreement",
        ),
    ],
)
def test_art_24_a_result_that_cannot_be_is_refused(house, row, outcome, code):
    held = applied(house, row)
    refused(code, mediating.end, house, row, held, outcome, at=on(5))
    assert held.state == "applied"


def test_art_24_a_refusal_without_just_cause_is_on_record_for_art_40(house, row):
    held = applied(house, row)
    limits.ended(house, row, held, on(4), "refused", note="不同意派人参加。")
    line = audit.history(house, "complaint", row.complaint_id)[-1]
    assert (line.act, line.facts["result"]) == ("mediation.end", "refused")
    assert "不同意派人" not in str(line.facts)


def test_art_24_what_was_agreed_is_performed_once_and_not_before_the_agreement(house, row):
    held = limits.mediated(house, row, on(4))
    perform = mediating.perform
    refused("nothing_to_perform", perform, house, row, held, performed_on=day(5), at=on(9))
    limits.ended(house, row, held, on(6))
    refused("mediation_days", perform, house, row, held, performed_on=day(5), at=on(9))
    refused("mediation_days", perform, house, row, held, performed_on=day(10), at=on(9))
    perform(house, row, held, performed_on=day(8), by=SYSTEM, at=on(9))
    refused("nothing_to_perform", perform, house, row, held, performed_on=day(8), at=on(9))
