"""Batches: the worker does what is confirmed, each case once, and the page says what came of it."""

import json
import re

import pytest
from sqlalchemy import select, text

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands import bulk
from forwarding.jobs import bulk as job
from forwarding.models import BulkItem, Complaint, Forwarding, Telling
from portal.accounts import commands as accounts
from portal.kernel import audit, clock, outbox, tasks
from portal.kernel.actor import SYSTEM
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests.forwarding.officers import kept, state_of

FORWARD, BATCHES = "/staff/forwardings/bulk", "/staff/batches"
MANY = 27


@pytest.fixture
def bank(house):
    """An institution to forward to."""
    return make.make_institution(house, name="中国工商银行", aliases=("工行",))


@pytest.fixture
def ready(house, bank):
    """More complaints than an officer waits for."""
    return [make.classified(house, institution_id=bank.id) for _n in range(MANY)]


def confirm(staff, complaints, bank, **changes):
    """Confirm a preview of forwardings and return the answer."""
    data = {"number": [c.number for c in complaints], "batch": "one-preview", **changes}
    for complaint in complaints:
        data[f"version-{complaint.number}"] = complaint.version
        data[f"institution-{complaint.number}"] = [bank.id]
    return staff.post(FORWARD, data, page="/staff/")


def deliver(house, database):
    """Let the worker do what is due."""
    house.commit()
    outbox.drain(database, clock.now)
    house.rollback()
    house.expire_all()


def outcomes(house):
    house.rollback()
    return list(house.scalars(select(BulkItem.outcome).order_by(BulkItem.id)))


def check_once(house, complaints):
    for complaint in complaints:
        acts = [line.act for line in audit.history(house, "complaint", complaint.id)]
        assert acts.count("complaint.forward") == 1
    for table in (Forwarding, Telling):
        of = list(house.scalars(select(table.complaint_id)))
        assert sorted(of) == sorted(c.id for c in complaints)


def test_many_are_the_worker_s_and_its_progress_is_followed(desk, house, bank, ready, database):
    staff = desk()
    page = confirm(staff, ready, bank).location
    before = staff.get(page).text
    assert "正在办理" in before and f"0/{MANY}" in before and 'hx-get="' in before
    assert state_of(house, ready[0].number) == "classified"
    deliver(house, database)
    after = staff.get(page).text
    assert f"办成 {MANY} 件，未办 0 件。" in after and "hx-get" not in after
    check_once(house, ready)
    listed = staff.get(BATCHES).text
    assert page in listed and "批量转送" in listed and "完成" in listed


def test_a_second_click_leads_to_the_same_batch(desk, house, bank, ready, database):
    staff = desk()
    first, second = (confirm(staff, ready, bank).location for _click in range(2))
    assert first == second
    deliver(house, database)
    assert confirm(staff, ready, bank).location == first
    deliver(house, database)
    assert len(outcomes(house)) == MANY
    check_once(house, ready)


def test_the_preview_confirmed_once_more_under_a_new_key_repeats_nothing(
    desk, house, bank, ready, database
):
    staff = desk()
    confirm(staff, ready, bank)
    again = confirm(staff, ready, bank, batch="another").location
    deliver(house, database)
    page = staff.get(again).text
    assert "此前已经办理，没有重复办理，不需要再办。" in page and f"办成 {MANY} 件" in page
    check_once(house, ready)


def test_a_batch_broken_off_goes_on_with_the_first_case_that_is_not_done(
    desk, house, bank, ready, database, monkeypatch
):
    staff = desk()
    confirm(staff, ready, bank)
    house.rollback()
    task = house.scalars(select(tasks.Task)).one()
    real, taken = bulk.act_on_item, []

    def killed(session, item_id, by, at):
        taken.append(item_id)
        if len(taken) == 8:
            raise KeyboardInterrupt
        real(session, item_id, by, at)

    monkeypatch.setattr(job.bulk, "act_on_item", killed)
    with pytest.raises(KeyboardInterrupt):
        outbox.drain(database, clock.now)
    assert outcomes(house) == ["done"] * 7 + [None] * (MANY - 7)
    assert f"7/{MANY}" in staff.get(f"{BATCHES}/{task.public_id}").text
    monkeypatch.setattr(job.bulk, "act_on_item", real)
    deliver(house, database)
    assert outcomes(house) == ["done"] * MANY
    check_once(house, ready)


def test_what_changed_or_left_the_territory_is_refused_and_says_why(
    desk, house, bank, ready, database
):
    staff = desk()
    page = confirm(staff, ready, bank).location
    house.execute(
        text("UPDATE complaint SET version = version + 1 WHERE id = :id"), {"id": ready[0].id}
    )
    house.execute(
        text("UPDATE complaint SET unit_code = '110000' WHERE id = :id"), {"id": ready[1].id}
    )
    deliver(house, database)
    shown = staff.get(page).text
    assert "预览以后此件有了变化" in shown and "已不在您的辖区" in shown
    assert f"办成 {MANY - 2} 件，未办 2 件。" in shown
    assert [state_of(house, c.number) for c in ready[:2]] == ["classified"] * 2


def test_one_case_that_fails_unforeseen_does_not_hold_up_the_others(
    desk, house, bank, ready, database, monkeypatch
):
    real = bulk.ACTS["forward"].do

    def faulty(session, item, row, *rest):
        if row.id == ready[3].id:
            raise ZeroDivisionError
        real(session, item, row, *rest)

    act = bulk.BulkAct(Complaint, "complaints.forward", faulty, bulk.ACTS["forward"].had)
    monkeypatch.setitem(bulk.ACTS, "forward", act)
    staff = desk()
    page = confirm(staff, ready, bank).location
    deliver(house, database)
    assert "没有留下改动" in staff.get(page).text
    assert outcomes(house).count("done") == MANY - 1
    assert state_of(house, ready[3].number) == "classified"


def test_who_may_no_longer_act_has_nothing_done(desk, house, bank, ready, database):
    confirm(desk(), ready, bank)
    house.rollback()
    task = house.scalars(select(tasks.Task)).one()
    accounts.switch_off(house, task.account_id, by=SYSTEM, at=clock.now())
    deliver(house, database)
    found = list(house.scalars(select(BulkItem.code)))
    assert found == ["bulk_not_allowed"] * MANY
    assert kept(house, ready[0]).state == "classified"


def test_task_message_and_audit_carry_ids_alone(desk, house, bank, ready):
    confirm(desk(), ready, bank)
    house.rollback()
    task = house.scalars(select(tasks.Task)).one()
    assert task.payload == {"act": "forward"}
    message = house.scalars(select(OutboxMessage).where(OutboxMessage.topic == job.TOPIC)).one()
    assert message.payload == {"task_id": task.id}
    raw = house.execute(text("SELECT said FROM bulk_work")).scalar_one()
    assert json.dumps({}).encode() not in bytes(raw)


def test_a_batch_is_its_officer_s_alone(desk, house, bank, ready):
    page = confirm(desk(), ready, bank).location
    other = desk()
    assert other.get(page).status_code == 404
    assert "还没有批量办理过" in other.get(BATCHES).text
    assert other.get(f"{BATCHES}/%00").status_code == 404
    assert desk("inspector").get(BATCHES).status_code == 403


def test_a_whole_list_is_chosen_across_its_pages(desk, house, bank, monkeypatch):
    monkeypatch.setattr("forwarding.queries.worklist.PAGE", 2)
    mine = [make.classified(house, institution_id=bank.id) for _n in range(3)]
    other = make.classified(house, business="I0101", cause="I03", institution_id=bank.id)
    far = make.classified(house, territory="110101", institution_id=bank.id)
    staff = desk()
    query = {"queue": "to_forward", "business": "B0402", "every": "y"}
    page = staff.get(FORWARD, query_string=query).text
    assert all(c.number in page for c in mine)
    assert other.number not in page and far.number not in page


def test_a_batch_takes_no_more_than_the_setting(desk, house, bank, app):
    changed = type(app.config["SETTINGS"]).__dataclass_fields__["bulk_most"]
    assert changed.metadata["default"] == "500"
    numbers = [f"ZJ-2020-01-{n:06d}" for n in range(500)]
    complaint = make.classified(house)
    staff = desk()
    answer = staff.post(FORWARD, {"number": [*numbers, complaint.number]}, page="/staff/")
    assert "有500件没有找到" in staff.get(answer.location).text


def test_the_preview_s_key_stands_in_its_form(desk, house, bank):
    complaint = make.classified(house, institution_id=bank.id)
    page = desk().get(FORWARD, query_string={"number": complaint.number}).text
    assert re.search(r'name="batch" value="[\w-]{16}"', page)
