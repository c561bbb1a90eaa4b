"""Who has a case in hand (经办): taken over, given to a colleague, listed, told of returns."""

import pytest

from forwarding.commands.assign import assign
from forwarding.notices import officer_of
from portal.accounts import commands as accounts
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from tests import factories as make
from tests.forwarding.officers import kept

MINE = "/staff/?queue=mine"


@pytest.fixture
def colleague(house):
    """A triage officer of the same unit."""
    return make.make_account(house, "triage", name="陈同事")


def test_a_case_taken_over_stands_on_one_s_own_list_alone(desk, house):
    complaint, staff = make.receive_complaint(house), desk("clerk")
    assert complaint.number not in staff.get(MINE).text
    assert staff.act(complaint.number, "taking", "taking").status_code == 303
    assert complaint.number in staff.get(MINE).text
    assert complaint.number not in desk().get(MINE).text
    again = staff.act(complaint.number, "taking", "taking")
    assert again.status_code == 409
    lines = [e.act for e in audit.history(house, "complaint", complaint.id)]
    assert lines.count("complaint.assign") == 1


def test_two_pages_of_one_version_assign_once(desk, house, colleague):
    complaint, staff = make.receive_complaint(house), desk()
    first = staff.act(
        complaint.number,
        "assignment",
        "assignment",
        version=complaint.version,
        officer=colleague.id,
    )
    late = desk().act(complaint.number, "taking", "taking", version=complaint.version)
    assert (first.status_code, late.status_code) == (303, 409)
    assert kept(house, complaint).assigned_to == colleague.id
    assert "经办人：陈同事" in staff.open(complaint.number)


@pytest.mark.parametrize("officer", ["", "x", "999999", "9" * 30])
def test_somebody_unknown_gets_no_case(desk, house, officer):
    complaint = make.receive_complaint(house)
    answer = desk().act(complaint.number, "assignment", "assignment", officer=officer)
    assert answer.status_code == 422
    assert kept(house, complaint).assigned_to is None


def test_only_colleagues_who_handle_cases_and_may_see_it(house):
    complaint, by = make.receive_complaint(house), make.make_officer(house)
    far = make.make_account(house, "triage", unit_code="110000")
    inspector = make.make_account(house, "inspector")
    gone = make.make_account(house, "triage")
    house.flush()
    accounts.switch_off(house, gone.id, by=SYSTEM, at=make.DAY)
    for other in (far, inspector, gone):
        with pytest.raises(Breach, match="not_a_colleague"):
            assign(house, complaint, other.id, by=by, at=make.DAY)
    ended = make.closed(house)
    with pytest.raises(Breach, match="assign_ended"):
        assign(house, ended, by.account_id, by=by, at=make.DAY)


def test_roles_and_territory(desk, house, colleague):
    complaint = make.receive_complaint(house)
    page = f"/staff/complaints/{complaint.number}"
    for noun in ("taking", "assignment"):
        assert desk(unit="110000").post(f"{page}/{noun}", page="/staff/").status_code == 404
        assert desk("inspector").post(f"{page}/{noun}", page="/staff/").status_code == 403
    assert desk("clerk").post(f"{page}/assignment", page="/staff/").status_code == 403


def test_art11_a_return_is_told_to_who_has_the_case_in_hand(house, colleague):
    by = make.make_officer(house)
    complaint = make.forwarded(house, by=by)
    [row] = make.forwardings_of(house, complaint)
    assert officer_of(house, row) == by.account_id
    assign(house, complaint, colleague.id, by=by, at=make.DAY)
    assert officer_of(house, row) == colleague.id
    house.flush()
    accounts.switch_off(house, colleague.id, by=SYSTEM, at=make.DAY)
    assert officer_of(house, row) == by.account_id


def test_a_case_of_somebody_switched_off_shows_as_unassigned(desk, house, colleague):
    complaint = make.receive_complaint(house)
    assign(house, complaint, colleague.id, by=SYSTEM, at=make.DAY)
    house.commit()
    accounts.switch_off(house, colleague.id, by=SYSTEM, at=make.DAY)
    house.commit()
    assert "经办人：未分配" in desk().open(complaint.number)
