"""The watch list: figures from real cases, put on and lifted with a reason, who sees it."""

from datetime import date, timedelta

import pytest

from forwarding.commands import handle
from forwarding.queries.handling import handling
from inspections import messages  # noqa: F401  (registers the sentences)
from inspections.commands import watch
from inspections.jobs.watch import tell_of_review
from inspections.queries import watching
from inspections.rules.watching import Figures, Thresholds
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import business_date
from portal.kernel.law import Breach
from portal.kernel.outbox import OutboxMessage
from tests import factories as make

LIMITS = Thresholds(days=90, volume=2, bad_percent=50, late_percent=50, least=1)
LATE = make.DAY + timedelta(days=20)
TODAY = business_date(LATE)


def test_what_is_late_sent_back_or_overdue_is_counted_once_per_forwarding(house):
    bank = make.make_institution(house).id
    slow, prompt, silent = (
        make.forwardings_of(house, make.forwarded(house, bank))[0] for _ in range(3)
    )
    make.reported(house, slow, at=LATE, lateness_reason="人手不足。")
    make.reported(house, prompt)
    handle.send_back(house, prompt, remarks="请补充依据。", by=SYSTEM, at=make.DAY)
    make.reported(house, prompt)
    gone = make.forwardings_of(house, make.forwarded(house, bank))[0]
    make.returned(house, gone)
    (found,) = handling(house, None, since=date(2026, 1, 1), as_of=TODAY)
    assert (found.institution_id, found.unit_code) == (bank, "330000")
    assert (found.forwarded, found.reported, found.late) == (3, 2, 2)
    assert (found.overdue, found.sent_back) == (1, 1) and silent.due_on < TODAY
    assert handling(house, {"110000"}, since=date(2026, 1, 1), as_of=TODAY) == []
    assert handling(house, None, since=TODAY, as_of=TODAY) == []


def test_a_paused_forwarding_is_not_late(house):
    row = make.forwardings_of(house, make.forwarded(house))[0]
    row.paused_on = make.DAY.date()
    house.flush()
    (found,) = handling(house, None, since=date(2026, 1, 1), as_of=TODAY)
    assert (found.forwarded, found.late, found.overdue) == (1, 0, 0)


def test_suggestions_leave_out_what_is_on_the_list_for_that_ground(house):
    bank = make.make_institution(house).id
    for _ in range(2):
        make.forwarded(house, bank)
    supervisor = make.make_officer(house, "supervisor")
    (one,) = watching.suggestions(house, supervisor, LIMITS, TODAY)
    assert one.institution.id == bank and one.grounds == ("high_volume", "dragging")
    row = put_on(house, bank, supervisor, figures=one.figures)
    (left,) = watching.suggestions(house, supervisor, LIMITS, TODAY)
    assert left.grounds == ("dragging",)
    watch.lift(house, row, reason="投诉已明显减少。", by=supervisor, at=LATE)
    house.flush()
    (again,) = watching.suggestions(house, supervisor, LIMITS, TODAY)
    assert again.grounds == ("high_volume", "dragging")


def put_on(session, institution_id, by, **changes):
    given = {"ground": "high_volume", "reason": "一季度投诉集中。", "figures": Figures()}
    return watch.put_on(session, institution_id, by=by, at=LATE, **{**given, **changes})


def test_putting_on_and_lifting_are_on_record_and_twice_is_refused(house):
    bank, by = make.make_institution(house).id, make.make_officer(house, "supervisor")
    row = put_on(house, bank, by)
    with pytest.raises(Breach) as refused:
        put_on(house, bank, by)
    assert refused.value.code == "already_watched"
    watch.lift(house, row, reason="已完成整改。", by=by, at=LATE)
    house.flush()
    with pytest.raises(Breach) as again:
        watch.lift(house, row, reason="已完成整改。", by=by, at=LATE)
    assert again.value.code == "illegal_act"
    acts = [line.act for line in audit.history(house, "institution", bank)]
    assert acts[-2:] == ["watch.put_on", "watch.lift"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " 略 "}, "watch_reason_missing"),
        ({"ground": "rude"}, "unknown_ground"),
    ],
)
def test_what_is_wrong_is_refused(house, changes, code):
    bank, by = make.make_institution(house).id, make.make_officer(house, "supervisor")
    with pytest.raises(Breach) as refused:
        put_on(house, bank, by, **changes)
    assert refused.value.code == code


def test_an_entry_shows_its_figures_then_and_now(house):
    bank, by = make.make_institution(house).id, make.make_officer(house, "supervisor")
    put_on(house, bank, by, figures=Figures(forwarded=80, late=8))
    make.forwarded(house, bank)
    (one,) = watching.page(house, by, "watched", None, LIMITS, TODAY).items
    assert (one.then.forwarded, one.now.forwarded, one.now.overdue) == (80, 1, 1)
    other = make.make_officer(house, "supervisor", "110000")
    assert watching.page(house, other, "watched", None, LIMITS, TODAY).items == []
    head = make.make_officer(house, "inspector", "000000")
    assert len(watching.page(house, head, "watched", None, LIMITS, TODAY).items) == 1


def test_an_entry_is_reviewed_by_its_day_and_supervisors_are_told_once(house):
    bank, by = make.make_institution(house).id, make.make_officer(house, "supervisor")
    row = put_on(house, bank, by, review_on=TODAY + timedelta(days=30))
    assert watch.remind(house, at=LATE + timedelta(days=29)) == 0
    for _ in range(2):
        watch.remind(house, at=LATE + timedelta(days=30))
    (message,) = house.query(OutboxMessage).filter_by(topic="watch.review").all()
    tell_of_review(house, message, LATE)
    later = TODAY + timedelta(days=90)
    watch.review(house, row, reason="投诉仍然偏多。", review_on=later, by=by, at=LATE)
    assert row.review_on == later and row.state == "watched"
    newest = watching.history(house, row)[0]
    assert (newest.act, newest.reason) == ("watch.review", "投诉仍然偏多。")
    with pytest.raises(Breach) as refused:
        watch.review(house, row, reason="投诉仍然偏多。", review_on=TODAY, by=by, at=LATE)
    assert refused.value.code == "watch_review_past"
    watch.lift(house, row, reason="已完成整改。", by=by, at=LATE)
    with pytest.raises(Breach) as lifted:
        watch.review(house, row, reason="投诉仍然偏多。", review_on=later, by=by, at=LATE)
    assert lifted.value.code == "illegal_act"
