"""Who has how much in hand, and a colleague's work handed on in one act (Art. 30)."""

from datetime import date

import pytest

from forwarding.commands.assign import assign, hand_work_on
from forwarding.queries.workload import workloads
from portal.accounts.commands.people import switch_off
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from tests import factories as make

DUE = date(2026, 3, 12)


@pytest.fixture
def people(house):
    """Two officers and the supervisor of 330000; the first has two complaints in hand."""
    first, second = (make.make_officer(house, "triage") for _ in range(2))
    supervisor = make.make_officer(house, "supervisor")
    cases = [make.receive_complaint(house), make.classified(house)]
    for case in cases:
        assign(house, case, first.account_id, by=supervisor, at=make.DAY)
    house.flush()
    return first, second, supervisor, [case.number for case in cases]


def load_of(house, actor, officer, as_of=DUE):
    """Return what one officer, or nobody, has in hand."""
    wanted = officer.account_id if officer else None
    loads = workloads(house, actor, as_of)
    return next(each for each in loads if (each.officer.id if each.officer else None) == wanted)


def test_art30_each_officer_is_shown_with_what_is_open_due_and_late(house, people):
    first, second, supervisor, _numbers = people
    make.receive_complaint(house)
    house.flush()
    held = load_of(house, supervisor, first)
    assert (held.open, held.due_today, held.overdue, held.left) == (2, 2, 0, False)
    late = load_of(house, supervisor, first, as_of=date(2026, 3, 13))
    assert (late.due_today, late.overdue) == (0, 2)
    assert load_of(house, supervisor, second).open == 0
    nobody = load_of(house, supervisor, None)
    assert (nobody.open, nobody.left) == (1, True)


def test_art30_all_open_work_of_a_colleague_goes_to_another_and_each_case_says_so(house, people):
    first, second, supervisor, numbers = people
    moved = hand_work_on(house, first.account_id, second.account_id, by=supervisor, at=make.DAY)
    house.flush()
    assert [case.number for case in moved] == numbers
    for number in numbers:
        case = make.again(house, number)
        assert case.assigned_to == second.account_id and case.due_on == DUE
        assert audit.history(house, "complaint", case.id)[-1].act == "complaint.assign"


def test_what_ended_and_what_lies_elsewhere_is_not_handed_on(house, people):
    first, second, _supervisor, numbers = people
    other = make.make_officer(house, "supervisor", unit_code="440000")
    with pytest.raises(Breach, match="nothing_to_hand_over"):
        hand_work_on(house, first.account_id, second.account_id, by=other, at=make.DAY)
    assert make.again(house, numbers[0]).assigned_to == first.account_id


def test_work_goes_to_nobody_of_another_unit(house, people):
    first, _second, supervisor, numbers = people
    stranger = make.make_officer(house, "triage", unit_code="440000")
    with pytest.raises(Breach, match="not_a_colleague"):
        hand_work_on(house, first.account_id, stranger.account_id, by=supervisor, at=make.DAY)
    assert make.again(house, numbers[0]).assigned_to == first.account_id


def test_a_supervisor_hands_work_on_by_the_page_and_twice_changes_nothing(desk, house, people):
    first, second, _supervisor, numbers = people
    officer, page = desk("supervisor"), "/staff/assignments"
    html = officer.get(page).text
    assert "经办分工" in html and "勾选后批量分配" not in html
    data = {"officer": str(first.account_id), "to": str(second.account_id)}
    assert officer.post(page, data, page=page).status_code == 303
    house.rollback()
    assert make.again(house, numbers[0]).assigned_to == second.account_id
    again = officer.post(page, data, page=page)
    assert again.status_code == 422


def test_what_nobody_has_in_hand_leads_to_the_worklist(desk, house, people):
    make.receive_complaint(house)
    house.commit()
    html = desk("supervisor").get("/staff/assignments").text
    assert "勾选后批量分配" in html and 'href="/staff/?queue=due"' in html


def test_work_is_not_handed_to_its_own_officer(house, people):
    first, _second, supervisor, _numbers = people
    with pytest.raises(Breach, match="has_it_already"):
        hand_work_on(house, first.account_id, first.account_id, by=supervisor, at=make.DAY)


def test_a_triage_officer_does_not_manage_assignments(desk, people):
    assert desk("triage").get("/staff/assignments").status_code == 403


def test_what_lies_with_somebody_gone_stands_out(house, people):
    first, second, supervisor, _numbers = people
    gone = load_of(house, supervisor, first).officer
    assert gone.active
    switch_off(house, gone.id, by=SYSTEM, at=make.DAY)
    house.flush()
    assert load_of(house, supervisor, first).left
