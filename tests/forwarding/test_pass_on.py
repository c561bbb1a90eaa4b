"""What a merged repeat says reaches institutions on the day; 举报 never does (Art. 18, 32)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands import merging
from forwarding.commands.attach import attach
from forwarding.commands.forward import forward
from forwarding.commands.split import split
from forwarding.queries.access import forwarding_by_id
from forwarding.queries.bundle import files_of, line
from forwarding.queries.inbox import desk_case, page
from portal.kernel import audit, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.notices import MailboxMessage
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.officers import officer

LATER = make.DAY + timedelta(days=2)
WORDS = {"claim": "另请退还利息。", "facts": "三月五日又被扣款一次。"}


def taken_in(house, *, at=LATER, into=None, **changes):
    """Return a repeat, merged."""
    repeat = make.receive_complaint(house, at=at, **{**WORDS, **changes})
    if into is not None:
        merging.merge(house, repeat, into, by=SYSTEM, at=at)
        house.flush()
    return make.again(house, repeat.number)


def sent(house, count=1, **changes):
    """Return a complaint forwarded to so many institutions, and its forwardings."""
    banks = [make.make_institution(house, notice_email=f"ts{n}@bank.example") for n in range(count)]
    case = make.forwarded(house, *(bank.id for bank in banks), at=make.DAY, **changes)
    return case, make.forwardings_of(house, case)


def sent_on(house, case):
    """Forward a case that lies classified."""
    bank = make.make_institution(house)
    forward(house, make.again(house, case.number), [bank.id], by=SYSTEM, at=LATER)
    house.flush()


def split_off(house, case, track="report"):
    shown = {"shown_claim": "退还年费。", "shown_facts": "被收年费。", "hide_files": ()}
    split(house, case, track=track, content="另举报员工。", **shown, by=SYSTEM, at=LATER)
    house.flush()


def fresh(house, row):
    return forwarding_by_id(house, SYSTEM, row.id)


def read(house, row):
    """Return what an institution reads of merged repeats."""
    return [(each.claim, each.facts) for each in desk_case(house, fresh(house, row)).further]


def acts_of(house, case):
    return [line.act for line in audit.history(house, "complaint", case.id)]


def test_art_18_the_later_text_reaches_every_institution_and_no_date_moves(house):
    case, rows = sent(house, 2)
    before = [(row.due_on, row.tier, row.report_by) for row in rows]
    taken_in(house, into=case)
    rows = make.forwardings_of(house, case)
    assert [read(house, row) for row in rows] == [[tuple(WORDS.values())]] * 2
    assert [(row.due_on, row.tier, row.report_by) for row in rows] == before
    assert acts_of(house, case).count("forwarding.pass_on") == 2


def test_art_18_institutions_are_told_on_the_day_and_nothing_personal_is_in_it(house, database):
    case, rows = sent(house, 2)
    make.returned(house, rows[1])
    taken_in(house, into=case)
    house.commit()
    outbox.drain(database, lambda: LATER)
    mails = house.scalars(select(MailboxMessage)).all()
    (mail,) = [m for m in mails if "并入的后续材料" in (m.subject or "")]
    assert mail.recipient == "ts0@bank.example" and "2026年3月5日" in mail.body
    assert "王小明" not in mail.body and "利息" not in mail.body


def test_art_18_the_inbox_marks_what_came_after_the_forwarding(house):
    case, (row,) = sent(house)
    user = make.make_desk_user(house, row.institution_id)
    assert page(house, user, "open", None).items[0].further_on is None
    taken_in(house, into=case)
    assert page(house, user, "open", None).items[0].further_on == LATER.date()


def test_art_18_what_was_merged_before_the_forwarding_goes_with_it_unmarked(house):
    case = make.classified(house)
    taken_in(house, into=case, at=make.DAY + timedelta(minutes=5))
    bank = make.make_institution(house)
    case = make.again(house, case.number)
    forward(house, case, [bank.id], by=SYSTEM, at=LATER)
    house.flush()
    (row,) = make.forwardings_of(house, case)
    assert read(house, row) == [tuple(WORDS.values())]
    user = make.make_desk_user(house, bank.id)
    assert page(house, user, "open", None).items[0].further_on is None


def test_art_18_a_repeat_merged_by_way_of_another_comes_along(house):
    case, (row,) = sent(house)
    between = taken_in(house, claim="第二次投诉。")
    taken_in(house, at=LATER + timedelta(hours=1), into=between)
    between = make.again(house, between.number)
    merging.merge(house, between, case, by=SYSTEM, at=LATER + timedelta(hours=2))
    house.flush()
    assert [claim for claim, _facts in read(house, row)] == ["第二次投诉。", WORDS["claim"]]


def test_art_18_undone_the_text_is_no_longer_shown_and_the_record_says_so(house):
    case, (row,) = sent(house)
    repeat = taken_in(house, into=case)
    merging.unmerge(house, repeat, reason="不是一件事", by=SYSTEM, at=LATER)
    house.flush()
    assert read(house, row) == []
    assert "forwarding.take_away" in acts_of(house, case)


def test_art_22_what_was_returned_as_anothers_shows_nothing_of_it(house):
    case, rows = sent(house, 2)
    taken_in(house, into=case)
    make.returned(house, rows[0])
    assert read(house, make.forwardings_of(house, case)[0]) == []


def test_art_32_what_was_split_off_the_repeat_is_not_passed_on(house):
    case, (row,) = sent(house)
    repeat = taken_in(house)
    split_off(house, repeat)
    merging.merge(house, make.again(house, repeat.number), case, by=SYSTEM, at=LATER)
    assert read(house, row) == [("退还年费。", "被收年费。")]


@pytest.mark.parametrize("of", ["case", "repeat"])
def test_art_32_words_that_may_repeat_a_report_split_off_elsewhere_are_held_back(house, of):
    case = make.classified(house)
    if of == "case":
        split_off(house, case)
    sent_on(house, case)
    case = make.again(house, case.number)
    if of == "repeat":
        other = taken_in(house)
        split_off(house, other)
        merging.merge(house, make.again(house, other.number), case, by=SYSTEM, at=LATER)
        house.flush()
    taken_in(house, at=LATER + timedelta(hours=1), into=case)
    (row,) = make.forwardings_of(house, case)
    assert tuple(WORDS.values()) not in read(house, row)
    assert acts_of(house, case)[-1] == "complaint.hold_back"


def test_art_32_another_track_than_a_report_holds_nothing_back(house):
    case = make.classified(house)
    split_off(house, case, track="suggestion")
    sent_on(house, case)
    case = make.again(house, case.number)
    taken_in(house, into=case)
    (row,) = make.forwardings_of(house, case)
    assert read(house, row) == [tuple(WORDS.values())]


def test_art_18_files_of_a_repeat_are_read_and_taken_along_but_hidden_ones_are_not(house):
    case, (row,) = sent(house)
    repeat = taken_in(house, into=case)
    for shown in (True, False):
        file = make.make_file(house, purpose="evidence")
        attach(house, repeat, [file], by=SYSTEM, at=LATER, shown_to_institution=shown)
    house.flush()
    seen = desk_case(house, fresh(house, row))
    assert len(seen.further[0].files) == 1 and seen.files == ()
    assert files_of(seen) == list(seen.further[0].files)
    assert WORDS["claim"] in line(seen, [], "")[11]


def test_art_18_the_pages_show_what_was_added_and_when(app, house, frozen):
    case, (row,) = sent(house)
    taken_in(house, into=case)
    house.commit()
    frozen("2026-03-05T15:00+08:00")
    desk = Visitor(app).enter(house, "institution", institution_id=row.institution_id)
    assert "2026年3月5日有后续材料" in desk.get("/desk/").text
    html = desk.get(f"/desk/forwardings/{row.id}").text
    assert WORDS["facts"] in html and "办理期限不变" in html and "王小明" not in html
    assert "并入的内容已转给机构" in officer(app, house).open(case.number)
