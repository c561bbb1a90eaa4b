"""Many complaints put into one colleague's hands at once."""

import pytest
from sqlalchemy import text

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands.assign import assign
from portal.kernel import audit, clock, outbox
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.forwarding.officers import kept

ASSIGN = "/staff/assignments/bulk"
MANY = 27


@pytest.fixture
def colleague(house):
    """A triage officer of the same unit."""
    return make.make_account(house, "triage", name="陈同事")


def preview(staff, *complaints):
    return staff.get(ASSIGN, query_string={"number": [c.number for c in complaints]}).text


def confirm(staff, complaints, officer, **changes):
    """Confirm a preview and return the page it leads to."""
    data = {"number": [c.number for c in complaints], "officer": officer, "batch": "one"}
    data |= {f"version-{c.number}": c.version for c in complaints} | changes
    answer = staff.post(ASSIGN, data, page="/staff/")
    return staff.get(answer.location) if answer.status_code == 303 else answer


def test_the_worklist_leads_to_it_for_officers_alone(desk, house):
    make.receive_complaint(house)
    assert f'formaction="{ASSIGN}"' in desk().get("/staff/").text
    assert f'formaction="{ASSIGN}"' not in desk("clerk").get("/staff/").text


def test_the_preview_says_who_has_each_and_how_much_a_colleague_has(desk, house, colleague):
    new, held, ended = make.receive_complaint(house), make.triaged(house), make.closed(house)
    assign(house, held, colleague.id, by=SYSTEM, at=make.DAY)
    house.commit()
    page = preview(desk(), new, held, ended)
    assert "陈同事（1件）" in page and "未分配" in page
    assert page.count('name="number"') == 2 and "本件已经结束，不再分配" in page
    assert kept(house, new).assigned_to is None


def test_what_is_ticked_is_given_and_what_is_his_already_is_not_repeated(desk, house, colleague):
    new, held = make.receive_complaint(house), make.triaged(house)
    assign(house, held, colleague.id, by=SYSTEM, at=make.DAY)
    house.commit()
    page = confirm(desk(), [new, held], colleague.id).text
    assert "批量分配" in page and "办成 2 件，未办 0 件。" in page
    assert page.count("没有重复办理，不需要再办") == 1
    assert kept(house, new).assigned_to == colleague.id
    [line] = [e for e in audit.history(house, "complaint", new.id) if "assign" in e.act]
    assert line.facts["to"] == colleague.id


def test_many_are_the_worker_s(desk, house, colleague, database):
    complaints = [make.receive_complaint(house) for _n in range(MANY)]
    staff = desk()
    answer = confirm(staff, complaints, colleague.id)
    assert "正在办理" in answer.text
    house.commit()
    outbox.drain(database, clock.now)
    house.expire_all()
    assert {kept(house, c).assigned_to for c in complaints[:3]} == {colleague.id}
    assert f"办成 {MANY} 件" in confirm(staff, complaints, colleague.id).text


@pytest.mark.parametrize("officer", ["", "x", "999999", "9" * 30, "²"])
def test_nobody_known_gets_nothing_and_the_ticks_stay(desk, house, colleague, officer):
    complaint = make.receive_complaint(house)
    answer = confirm(desk(), [complaint], officer)
    assert answer.status_code == 422 and "陈同事（0件）" in answer.text
    assert f'name="number" value="{complaint.number}" checked' in answer.text
    assert kept(house, complaint).assigned_to is None


def test_only_colleagues_near_the_cases_are_offered(desk, house):
    make.make_account(house, "triage", name="外地人", unit_code="110000")
    make.make_account(house, "inspector", name="检查员")
    page = preview(desk(), make.receive_complaint(house))
    assert "外地人" not in page and "检查员" not in page


def test_a_case_that_ended_since_is_refused_and_says_why(desk, house, colleague):
    complaint, ended = make.receive_complaint(house), make.closed(house)
    page = confirm(desk(), [complaint, ended], colleague.id).text
    assert "办成 1 件，未办 1 件。" in page and "本件已经结束（已办结），不再分配经办人" in page


def test_what_changed_since_the_preview_is_not_given(desk, house, colleague):
    complaint = make.receive_complaint(house)
    seen = complaint.version
    house.execute(text("UPDATE complaint SET version = version + 1"))
    house.commit()
    changed = {f"version-{complaint.number}": seen}
    assert "预览以后此件有了变化" in confirm(desk(), [complaint], colleague.id, **changed).text
    assert kept(house, complaint).assigned_to is None


def test_territory_and_roles(desk, house, colleague):
    complaint = make.receive_complaint(house)
    far = desk(unit="110000")
    other = make.make_account(house, "triage", unit_code="110000")
    assert f"complaints/{complaint.number}" not in preview(far, complaint)
    assert "有1件没有找到，或不在您的辖区" in confirm(far, [complaint], other.id).text
    for role in ("clerk", "inspector", "statistician"):
        assert desk(role).get(ASSIGN).status_code == 403
        assert desk(role).post(ASSIGN, {}, page="/staff/").status_code == 403
    assert kept(house, complaint).assigned_to is None


def test_nothing_chosen_or_rubbish_says_what_to_do(desk, house, colleague):
    staff = desk()
    for sent in ({}, {"number": ["x", "\x00"]}, {"every": "y", "queue": "??"}):
        assert "请在工作台勾选" in staff.get(ASSIGN, query_string=sent).text
    assert "什么也没有办理" in confirm(staff, [], colleague.id).text
