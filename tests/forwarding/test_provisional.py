"""A complaint whose year has no working days yet: nothing about it is counted as if it had."""

from datetime import date, datetime

from forwarding.commands.remind import outlook
from forwarding.views.faces import forwarding_face
from portal.kernel import arrangement
from portal.web.clockface import Face
from tests import factories as make

RECEIVED = datetime.fromisoformat("2026-12-28T10:00+08:00")
FAR = date(2027, 1, 20)


def test_art_33_no_days_are_counted_beyond_the_calendar(house, app):
    case = make.receive_complaint(house, at=RECEIVED)
    known = arrangement.load(house)
    assert 2027 not in known.covered
    assert forwarding_face(case, known, date(2026, 12, 30)).left == 5
    beyond = forwarding_face(case, known, FAR)
    assert (beyond.left, beyond.provisional, beyond.tone) == (None, True, "amber")
    with app.test_request_context():
        assert beyond.words == "待公布工作日安排后计算"


def test_art_33_what_may_be_due_is_not_reminded_of_as_late(house):
    case = make.receive_complaint(house, at=RECEIVED)
    assert case.due_on is None
    found = outlook(house, case.unit_code, FAR)
    assert (found.overdue, found.today, found.soon) == (0, 0, 1)


def test_a_clock_that_ran_out_still_says_so():
    assert Face(9, 7, -2).tone == "red"
