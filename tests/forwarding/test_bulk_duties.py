"""Telling and reminding many at once, and the reminder by hand of one institution (催办)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands.remind_by_hand import remind_by_hand
from forwarding.models import Reminder
from portal.kernel import audit, clock, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from portal.kernel.notices import MailboxMessage
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.officers import kept

TELL, REMIND = "/staff/tellings/bulk", "/staff/reminders/bulk"
DONE = {"means": "letter", "done_at": "2026-03-04T09:00", "proof": "挂号信 XA1234 至 XA1236"}
SECRET = "请在周五前说明李某的退款进展"


@pytest.fixture
def posted(house):
    """Two complainants who must be told by letter, and one who is told by SMS."""
    by_mail = make.person(phone=None, address="杭州市文一路1号", preferred_means="letter")
    return [make.forwarded(house, person=by_mail) for _n in range(2)] + [make.forwarded(house)]


@pytest.fixture
def bank(house):
    """An institution with an address for notices."""
    return make.make_institution(house, notice_email="complaints@bank.example")


def numbers(complaints):
    return {"number": [c.number for c in complaints]}


def confirm(staff, to, duties, **fields):
    """Confirm a preview of tellings or forwardings and return the page it leads to."""
    data = {"target": [d.id for d in duties], "batch": "one", **fields}
    data |= {f"version-{d.id}": fields.get("version", d.version) for d in duties}
    answer = staff.post(to, data, page="/staff/")
    return staff.get(answer.location) if answer.status_code == 303 else answer


def waiting(house, complaints):
    return [t for c in complaints for t in make.tellings_of(house, c) if not t.automatic]


def test_art21_a_posted_batch_is_noted_with_one_proof_for_all(desk, house, posted):
    staff, duties = desk("clerk"), waiting(house, posted)
    page = staff.get(TELL, query_string=numbers(posted)).text
    assert page.count('name="target"') == 2 and "由系统自动发送，不需要人工登记" in page
    answer = confirm(staff, TELL, duties, **DONE)
    assert "办成 2 件，未办 0 件。" in answer.text
    for complaint in posted[:2]:
        [telling] = make.tellings_of(house, kept(house, complaint))
        house.refresh(telling)
        assert (telling.state, telling.means, telling.proof) == ("done", "letter", DONE["proof"])
    again = confirm(staff, TELL, duties, **DONE, batch="two").text
    assert "办成 2 件" in again and again.count("没有重复办理，不需要再办") == 2
    house.rollback()
    raw = bytes(house.execute(text("SELECT said FROM bulk_work LIMIT 1")).scalar_one())
    assert b"XA1234" not in raw


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"proof": ""}, "凭证"),
        ({"means": "pigeon"}, "所选的项目不存在"),
        ({"done_at": "gestern"}, "告知时间"),
    ],
)
def test_a_wrong_telling_for_many_is_said_and_nothing_is_noted(
    desk, house, posted, changes, sentence
):
    duties = waiting(house, posted)
    answer = confirm(desk(), TELL, duties, **{**DONE, **changes})
    assert answer.status_code == 422 and sentence in answer.text
    assert answer.text.count('name="target"') == 2
    assert {t.state for t in waiting(house, posted)} == {"due"}


def test_a_telling_in_the_future_is_refused_case_by_case(desk, house, posted):
    fields = {**DONE, "done_at": "2026-03-05T09:00"}
    answer = confirm(desk(), TELL, waiting(house, posted), **fields)
    assert answer.text.count("告知时间不能晚于现在") == 2 and "《办法》第21条" in answer.text


def test_art18_an_institution_is_reminded_once_a_day(house, bank):
    [row] = make.forwardings_of(house, make.forwarded(house, bank.id))
    remind_by_hand(house, row, SECRET, by=SYSTEM, at=make.DAY)
    with pytest.raises(Breach) as breach:
        remind_by_hand(house, row, "再催", by=SYSTEM, at=make.DAY + timedelta(hours=9))
    assert breach.value.code == "reminded_today" and breach.value.facts["last"] == make.DAY
    remind_by_hand(house, row, "次日再催", by=SYSTEM, at=make.DAY + timedelta(days=1))
    assert len(list(house.scalars(select(Reminder)))) == 2


def test_art18_who_owes_no_report_is_not_reminded(house, bank):
    [row] = make.forwardings_of(house, make.forwarded(house, bank.id))
    make.reported(house, row)
    with pytest.raises(Breach, match="nothing_to_remind"):
        remind_by_hand(house, row, SECRET, by=SYSTEM, at=make.DAY)


def test_art22_the_text_is_read_in_the_case_and_nowhere_else(app, desk, house, bank, database):
    complaint = make.forwarded(house, bank.id)
    [row] = make.forwardings_of(house, complaint)
    staff = desk()
    to = f"/staff/forwardings/{row.id}/reminders"
    page = f"/staff/complaints/{complaint.number}"
    answer = staff.send(page, to, f"remind-{row.id}", text=SECRET)
    assert answer.status_code == 303 and SECRET in staff.open(complaint.number)
    again = staff.send(page, to, f"remind-{row.id}", text=SECRET)
    assert again.status_code == 422 and "今天已于2026-03-04 10:00催办过" in again.text
    outbox.drain(database, clock.now)
    house.rollback()
    mails = [m.body for m in house.scalars(select(MailboxMessage)) if "催办" in m.subject]
    assert len(mails) == 1 and SECRET not in mails[0] and complaint.number in mails[0]
    lines = [e for e in audit.history(house, "complaint", complaint.id) if "remind" in e.act]
    assert len(lines) == 1 and SECRET not in str(lines[0].facts)
    posted = house.scalars(select(OutboxMessage.payload))
    assert SECRET not in str(list(posted))
    other = Visitor(app).enter(house, "institution", institution_id=bank.id)
    seen = other.get(f"/desk/forwardings/{row.id}").text
    assert SECRET in seen and "监管人员催办" in seen


def test_many_institutions_are_reminded_alike_and_one_reminded_today_is_refused(desk, house, bank):
    complaints = [make.forwarded(house, bank.id) for _n in range(3)]
    rows = [make.forwardings_of(house, c)[0] for c in complaints]
    staff = desk()
    remind_by_hand(house, rows[0], SECRET, by=SYSTEM, at=clock.now())
    house.commit()
    page = staff.get(REMIND, query_string=numbers(complaints)).text
    assert page.count('name="target"') == 3 and bank.label in page
    shown = confirm(staff, REMIND, rows, text="请按期报告。").text
    assert "办成 2 件，未办 1 件。" in shown and "催办过，一日只催办一次" in shown
    assert confirm(staff, REMIND, rows, text="").status_code == 422


def test_reminders_are_for_officers_of_the_territory(desk, house, bank):
    complaint = make.forwarded(house, bank.id)
    [row] = make.forwardings_of(house, complaint)
    to = f"/staff/forwardings/{row.id}/reminders"
    far = desk(unit="110000")
    assert far.post(to, {}, page="/staff/").status_code == 404
    assert far.get(REMIND, query_string=numbers([complaint])).text.count('name="target"') == 0
    assert "没有找到，或不在您的辖区" in confirm(far, REMIND, [row], text="请报告。").text
    clerk = desk("clerk")
    assert clerk.post(to, {}, page="/staff/").status_code == 403
    assert clerk.get(REMIND).status_code == 403 and desk("inspector").get(TELL).status_code == 403
    assert not list(house.scalars(select(Reminder)))


@pytest.mark.parametrize("path", [TELL, REMIND])
def test_nothing_chosen_or_rubbish_says_what_to_do(desk, house, path):
    staff = desk()
    for sent in ({}, {"number": ["x", "\x00"]}, {"every": "y", "queue": "??", "due_from": "x"}):
        assert "请在" in staff.get(path, query_string=sent).text
    sent = {**DONE, "text": "请报告。", "target": ["x", "9" * 40, "-1", "7"]}
    answer = staff.post(path, sent, page="/staff/")
    assert answer.status_code == 303
