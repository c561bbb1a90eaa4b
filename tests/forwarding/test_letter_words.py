"""What a unit writes in its letters to complainants: kept with the telling, the same for good."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from forwarding.commands.word_letter import word_letter
from portal.kernel import audit, clock
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from portal.kernel.letters import render
from tests import factories as make
from tests.forwarding.officers import kept
from tests.forwarding.test_wording import keep
from tests.kernel.test_letters import FACTS, reads_pdf, text_of

BODY = "您反映的事项（{编号}）已于{转送日}转送{机构}，由{单位}跟进。"


@pytest.fixture
def bank(house):
    """An institution that is forwarded to."""
    return make.make_institution(house, name="样例慢银行")


@pytest.fixture
def posted(house, bank):
    """A complaint whose complainant must be told by letter."""
    by_mail = make.person(phone=None, address="杭州市文一路1号", preferred_means="letter")
    complaint = make.forwarded(house, bank.id, person=by_mail)
    house.commit()
    return complaint


def telling_of(session, complaint):
    """Return the complaint's one telling as it is stored now, with its complaint."""
    [row] = make.tellings_of(session, kept(session, complaint))
    session.refresh(row)
    session.refresh(row, ["complaint"])
    return row


def said(complaint):
    return f"您反映的事项（{complaint.number}）已于2026年3月3日转送样例慢银行，由浙江监管局跟进。"


def write(staff, session, complaint, words):
    """Send the form of the letter's words as the case's page holds it."""
    row = telling_of(session, complaint)
    page = f"/staff/complaints/{complaint.number}"
    return staff.send(page, f"/staff/tellings/{row.id}/words", f"words-{row.id}", words=words)


def fill(staff, session, complaint, wording):
    row, page = telling_of(session, complaint), f"/staff/complaints/{complaint.number}"
    sent = {"wording": wording, "fill": "yes"}
    return staff.post(f"/staff/tellings/{row.id}/words", sent, page=page)


def test_a_wording_is_filled_in_for_the_letter_and_nothing_is_kept_by_that(desk, house, posted):
    row, staff = keep(house, name="告知用语", purpose="telling", body=BODY), desk("clerk")
    assert "告知用语" in staff.open(posted.number)
    answer = fill(staff, house, posted, row.id)
    assert answer.status_code == 200 and said(posted) in answer.text
    assert telling_of(house, posted).words is None


@reads_pdf
def test_the_letter_says_what_was_written_and_keeps_it_after_the_telling(desk, house, posted):
    staff = desk("clerk")
    assert write(staff, house, posted, BODY).status_code == 303
    row = telling_of(house, posted)
    assert row.words == said(posted) and said(posted) in staff.open(posted.number)
    letter = f"/staff/tellings/{row.id}/letter"
    assert said(posted) in text_of(staff.get(letter).data)
    make.told(house, kept(house, posted), at=clock.now() - timedelta(hours=20))
    house.commit()
    page = f"/staff/complaints/{posted.number}"
    name, version = f"words-{row.id}", telling_of(house, posted).version
    late = {f"{name}-words": "改口", f"{name}-version": version}
    assert staff.post(f"/staff/tellings/{row.id}/words", late, page=page).status_code == 422
    words = text_of(staff.get(letter).data)
    assert said(posted) in words and "改口" not in words
    assert words.endswith("2026年3月3日")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("{姓名}您好", "没有“姓名”这个字段"),
        ("{期限}前", "没有“期限”这个字段"),
        ("{编号", "大括号没有成对"),
        ("长" * 1501, "告知书中另写的内容"),
    ],
)
def test_wrong_words_are_refused_with_the_reason(desk, house, posted, words, sentence):
    answer = write(desk(), house, posted, words)
    assert answer.status_code == 422 and sentence in answer.text
    assert telling_of(house, posted).words is None


def test_words_are_taken_out_again_while_nobody_was_told(desk, house, posted):
    staff = desk()
    for words in ("先写一句。", " "):
        assert write(staff, house, posted, words).status_code == 303
    assert telling_of(house, posted).words is None
    acts = [e.act for e in audit.history(house, "complaint", posted.id)]
    assert acts.count("complaint.word_letter") == 2
    assert "写入告知书内容" in staff.open(posted.number)


def test_art22_the_words_are_kept_encrypted_and_out_of_the_trail(desk, house, posted):
    write(desk(), house, posted, "请留意来电。")
    raw = bytes(house.execute(text("SELECT words FROM telling")).scalar_one())
    lines = [str(e.facts) for e in audit.history(house, "complaint", posted.id)]
    assert "请留意来电".encode() not in raw and "请留意来电" not in "".join(lines)


def test_a_field_without_a_value_is_named(house):
    one, two = make.make_officer(house), make.make_officer(house, "supervisor")
    complaint = make.diverted(house, make.diversion_proposed(house, by=one), by=two)
    house.commit()
    row = telling_of(house, complaint)
    with pytest.raises(Breach) as refused:
        word_letter(house, row, "已于{转送日}转送", by=SYSTEM, at=make.DAY)
    assert refused.value.code == "wording_without_value"
    assert refused.value.facts == {"field": "转送日"}


@reads_pdf
@pytest.mark.parametrize("name", ["telling", "withdrawal", "diversion", "elsewhere"])
def test_every_letter_to_a_complainant_has_a_place_for_them(name):
    assert "请留意来电#eval。" in text_of(render(name, FACTS | {"words": "请留意来电#eval。"}))


def test_what_leaves_by_itself_asks_for_no_letter(desk, house, bank):
    complaint = make.forwarded(house, bank.id)
    house.commit()
    assert "告知书中另写的内容" not in desk().open(complaint.number)


def test_territory_and_roles(desk, house, posted):
    row = telling_of(house, posted)
    to = f"/staff/tellings/{row.id}/words"
    assert desk(unit="110000").post(to, {}, page="/staff/").status_code == 404
    assert desk("inspector").post(to, {}, page="/staff/").status_code == 403


@pytest.mark.parametrize("given", [{"active": False}, {"unit_code": "110000"}])
def test_another_unit_s_wording_or_one_out_of_use_is_not_taken(desk, house, posted, given):
    row = keep(house, purpose="telling", body=BODY, **given)
    answer = fill(desk(), house, posted, row.id)
    assert answer.status_code == 200 and said(posted) not in answer.text


def test_two_officers_at_one_letter_the_second_is_told(desk, house, posted):
    staff, row = desk(), telling_of(house, posted)
    assert write(staff, house, posted, "甲").status_code == 303
    data = {f"words-{row.id}-words": "乙", f"words-{row.id}-version": 1}
    page = f"/staff/complaints/{posted.number}"
    assert staff.post(f"/staff/tellings/{row.id}/words", data, page=page).status_code == 409
    assert telling_of(house, posted).words == "甲"
