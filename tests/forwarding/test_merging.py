"""Merging a repeat and undoing it: the earlier clock stands still, history stays on both."""

from datetime import timedelta

import pytest

from forwarding.commands import merging
from forwarding.commands.withdraw import withdraw
from forwarding.models import Party
from forwarding.notices import facts_of_telling
from forwarding.rules import merge_obstacle, same_person
from forwarding.rules.merging import Known, Standing
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from tests import factories as make

LATER = make.DAY + timedelta(days=2)
OTHER = {"name": "李大海", "id_no": "440524188001010014", "phone": "13900001111"}


def pair(session, **changes):
    """Return a complaint and its repeat of two days later."""
    first = make.receive_complaint(session, at=make.DAY)
    return first, make.receive_complaint(session, at=LATER, **changes)


def refused(session, repeat, into, **kwargs) -> str:
    with pytest.raises(Breach) as breach:
        merging.merge(session, repeat, into, by=SYSTEM, at=LATER, **kwargs)
    assert breach.value.article == "18"
    return breach.value.code


def acts_of(session, complaint):
    return [line.act for line in audit.history(session, "complaint", complaint.id)]


def test_art18_a_repeat_is_merged_and_neither_clock_nor_receipt_date_of_the_first_moves(house):
    first, repeat = pair(house)
    before = (first.received_on, first.due_on, first.sort_due, first.state, first.version)
    merging.merge(house, repeat, first, by=SYSTEM, at=LATER)
    repeat, first = make.again(house, repeat.number), make.again(house, first.number)
    assert (first.received_on, first.due_on, first.sort_due, first.state, first.version) == before
    assert (repeat.state, repeat.duplicate_of) == ("merged", first.id)
    assert repeat.clock_stopped_at == LATER
    assert "complaint.merge" in acts_of(house, repeat)
    assert acts_of(house, first)[-1] == "complaint.take_in"


def test_art18_a_repeat_of_a_forwarded_complaint_leaves_the_institutions_clock_alone(house):
    first = make.forwarded(house, at=make.DAY)
    (sent,) = make.forwardings_of(house, first)
    due = sent.due_on
    repeat = make.receive_complaint(house, at=LATER)
    merging.merge(house, repeat, first, by=SYSTEM, at=LATER)
    house.flush()
    assert make.forwardings_of(house, first)[0].due_on == due


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("closed", "merge_into_closed"),
        ("withdrawn", "merge_into_ended"),
        ("merged", "merge_into_ended"),
        ("not_accepted", "merge_into_ended"),
        ("diverted", "merge_into_ended"),
        *((state, None) for state in ("received", "triaged", "classified", "returned")),
        *((state, None) for state in ("forwarded", "answered", "diversion_proposed")),
    ],
)
def test_art18_only_what_is_under_way_takes_in_a_repeat(state, code):
    earlier, later = Standing(1, make.DAY, state), Standing(2, LATER, "received")
    assert merge_obstacle(later, earlier) == code


def test_art18_the_later_received_goes_into_the_earlier_never_the_other_way_round(house):
    first, repeat = pair(house)
    assert refused(house, first, repeat) == "merge_into_later"
    assert refused(house, repeat, repeat) == "merge_into_itself"
    same_moment = Standing(7, make.DAY, "received"), Standing(8, make.DAY, "received")
    assert merge_obstacle(*same_moment) == "merge_into_later"
    assert merge_obstacle(*same_moment[::-1]) is None


def test_art18_no_repeat_is_merged_while_an_institution_works_on_it(house):
    first = make.receive_complaint(house, at=make.DAY)
    ids = [make.make_institution(house).id for _ in range(2)]
    repeat = make.forwarded(house, *ids, at=LATER)
    one, _other = make.forwardings_of(house, repeat)
    make.returned(house, one, at=LATER)
    assert refused(house, make.again(house, repeat.number), first) == "merge_with_institution"


def test_art22_another_persons_complaint_is_merged_only_with_a_reason(house):
    first, repeat = pair(house, person=make.person(**OTHER))
    assert refused(house, repeat, first) == "merge_needs_reason"
    merging.merge(house, repeat, first, reason="夫妻同一张保单", by=SYSTEM, at=LATER)
    assert repeat.state == "merged"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Known(b"n", b"i", b"p"), Known(b"m", b"i", None), True),
        (Known(b"n", b"i", b"p"), Known(b"n", b"j", b"p"), False),
        (Known(b"n", None, b"p"), Known(b"n", b"j", b"p"), True),
        (Known(b"n", None, b"p"), Known(b"m", None, b"p"), False),
        (Known(b"n"), Known(b"n"), False),
    ],
)
def test_art22_people_are_one_by_identity_number_or_by_name_and_telephone(one, other, same):
    assert same_person(one, other) is same_person(other, one) is same


def test_art22_the_other_number_is_told_to_its_own_complainant_alone(house):
    first, own = pair(house)
    another = make.receive_complaint(house, at=LATER, person=make.person(**OTHER))
    merging.merge(house, own, first, by=SYSTEM, at=LATER)
    merging.merge(house, another, first, reason="同一事件", by=SYSTEM, at=LATER)
    told = {}
    for row in (own, another):
        (telling,) = make.tellings_of(house, row)
        house.refresh(telling, ["complaint"])
        told[row.id] = facts_of_telling(house, telling)
    assert told[own.id] == ("merged", {"other": first.number})
    assert told[another.id] == ("merged", {"other": None})


def test_art18_undoing_brings_the_repeat_back_on_its_own_clock(house):
    first, repeat = pair(house)
    due = repeat.due_on
    merging.merge(house, repeat, first, by=SYSTEM, at=LATER)
    merging.unmerge(house, repeat, reason="不是同一张保单", by=SYSTEM, at=LATER)
    repeat = make.again(house, repeat.number)
    assert (repeat.state, repeat.due_on, repeat.duplicate_of) == ("received", due, None)
    assert repeat.clock_stopped_at is None and repeat.received_on == LATER.date()
    assert acts_of(house, first)[-1] == "complaint.give_back"
    assert [row.state for row in make.tellings_of(house, repeat)] == ["moot"]


def test_what_the_complainant_was_told_of_a_merging_stays_on_record_when_it_is_undone(house):
    first, repeat = pair(house)
    merging.merge(house, repeat, first, by=SYSTEM, at=LATER)
    make.told(house, repeat, at=LATER)
    merging.unmerge(house, repeat, reason="不是同一张保单", by=SYSTEM, at=LATER)
    assert [row.state for row in make.tellings_of(house, repeat)] == ["done"]


def test_a_merging_leaves_no_personal_data_in_the_audit_trail(house):
    first, repeat = pair(house)
    merging.merge(house, repeat, first, by=SYSTEM, at=LATER)
    people = house.query(Party).filter_by(complaint_id=repeat.id).all()
    kept = [str(line.facts) for line in audit.history(house, "complaint", repeat.id)]
    assert not any(party.name in text or party.phone in text for party in people for text in kept)


def of_two_people(house):
    """Return a complaint and another person's repeat merged into it."""
    first, repeat = pair(house, person=make.person(**OTHER))
    merging.merge(house, repeat, first, reason="同一事项", by=SYSTEM, at=LATER)
    house.flush()
    return make.again(house, first.number), repeat.number


def test_art15_a_withdrawal_decides_nothing_for_another_persons_repeat(house):
    first, repeat = of_two_people(house)
    withdraw(house, first, requested_at=LATER, reason=None, by=SYSTEM, at=LATER)
    given_back = make.again(house, repeat)
    assert (given_back.state, given_back.clock_stopped_at) == ("received", None)
    assert given_back.due_on > given_back.received_on


def test_art15_ones_own_repeat_ends_with_the_complaint_it_repeats(house):
    first, repeat = pair(house)
    merging.merge(house, repeat, first, by=SYSTEM, at=LATER)
    first = make.again(house, first.number)
    withdraw(house, first, requested_at=LATER, reason=None, by=SYSTEM, at=LATER)
    assert make.again(house, repeat.number).state == "merged"


def test_art33_another_person_is_told_when_what_took_the_repeat_in_is_closed(house):
    first, repeat = of_two_people(house)
    merging.tell_others_of_close(house, first, at=LATER)
    told = [t.occasion for t in make.tellings_of(house, make.again(house, repeat))]
    assert told[-1] == "closed"
