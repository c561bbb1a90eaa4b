"""Internal notes (内部备注): for colleagues alone, encrypted, in the audit without words."""

import pytest
from sqlalchemy import select, text

from forwarding.models import Note
from portal.kernel import audit
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests.browsing import Visitor

WORDS = "投诉人来电语气激动，建议先电话安抚"


def add(staff, complaint, words=WORDS):
    return staff.act(complaint.number, "notes", "note", text=words)


def stored(house):
    house.rollback()
    return list(house.scalars(select(Note.text).order_by(Note.id)))


def test_colleagues_read_a_note_and_a_second_click_adds_none(desk, house):
    complaint, staff = make.receive_complaint(house), desk("clerk")
    assert add(staff, complaint).status_code == 303
    assert add(staff, complaint).status_code == 303
    assert stored(house) == [WORDS]
    assert WORDS in desk().open(complaint.number)
    assert add(desk(), complaint).status_code == 303
    assert stored(house) == [WORDS, WORDS]


def test_art22_institutions_never_see_a_note_and_it_is_kept_encrypted(app, desk, house):
    bank = make.make_institution(house)
    complaint = make.forwarded(house, bank.id)
    [row] = make.forwardings_of(house, complaint)
    add(desk(), complaint)
    other = Visitor(app).enter(house, "institution", institution_id=bank.id)
    page = other.get(f"/desk/forwardings/{row.id}").text
    assert complaint.number in page and WORDS not in page and "备注" not in page
    raw = bytes(house.execute(text("SELECT text FROM note")).scalar_one())
    assert WORDS.encode() not in raw
    lines = audit.history(house, "complaint", complaint.id)
    assert [e.act for e in lines].count("complaint.note") == 1
    assert WORDS not in str([(e.facts, e.reason) for e in lines])
    assert WORDS not in str(list(house.scalars(select(OutboxMessage.payload))))


@pytest.mark.parametrize("words", ["", "  ", "字" * 2001, "a\x00b"])
def test_a_wrong_note_is_said_and_not_kept(desk, house, words):
    complaint = make.receive_complaint(house)
    answer = add(desk(), complaint, words)
    assert answer.status_code == 422 and stored(house) == []


def test_notes_are_for_the_territory_s_case_staff(desk, house):
    complaint = make.receive_complaint(house)
    page = f"/staff/complaints/{complaint.number}/notes"
    sent = {"note-text": WORDS}
    assert desk(unit="110000").post(page, sent, page="/staff/").status_code == 404
    assert desk("statistician").post(page, sent, page="/staff/").status_code == 403
    assert stored(house) == []
