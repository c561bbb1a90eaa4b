"""The institution's desk over HTTP: its own cases, nobody else's, and what it does with them."""

from io import BytesIO

import pytest
from sqlalchemy import select

from forwarding.commands.letters import store_letter
from forwarding.models import Attachment, Forwarding, Report
from portal.kernel import audit, clock
from tests import factories as make
from tests.browsing import Visitor

NEXT_DAY = "2026-03-04T10:00+08:00"
REPORT = {
    "result": "upheld",
    "cause": "C07",
    "loss_recovered": "300",
    "verified": "已核实，年费确系误收。",
    "basis_reasons": "按合同第三条。",
    "decision": "退还年费300元。",
    "remedies": ["mediation", "litigation"],
    "decided_by_branch": "no",
    "told_on": "2026-03-04",
    "told_means": "phone",
    "basic": "持卡人投诉年费。",
    "focus": "是否承诺免年费。",
    "findings": "录音显示承诺过。",
    "basis": "领用合约。",
    "communication": "投诉人接受。",
    "source_rectification": "修改话术。",
    "verified_by": "李核",
    "no_interest": "y",
}


@pytest.fixture
def desk(app, house, frozen):
    """An institution's user in front of one forwarded case: (visitor, forwarding, address)."""
    bank = make.make_institution(house, notice_email="ts@bank.example")
    (row,) = make.forwardings_of(house, make.forwarded(house, bank.id))
    house.commit()
    frozen(NEXT_DAY)
    visitor = Visitor(app).enter(house, "institution", institution_id=bank.id)
    return visitor, row, f"/desk/forwardings/{row.id}"


def fresh(session, row):
    session.expire_all()
    return session.get(Forwarding, row.id)


def act(desk, noun, data=None, version=None):
    visitor, row, address = desk
    data = {"version": version or row.version, "back-version": row.version, **(data or {})}
    return visitor.post(f"{address}/{noun}", data, page=address)


def test_the_letter_that_the_portal_adds_is_called_by_its_name(desk, house):
    visitor, row, address = desk
    store_letter(house, row, at=clock.now())
    house.commit()
    added = visitor.get(address).text.split("已添加材料")[1].split("</li>")[0]
    assert "系统" in added and "转办单" in added


def test_the_inbox_shows_the_case_by_due_date_and_no_name(desk):
    visitor, row, _address = desk
    page = visitor.get("/desk/")
    assert row.complaint.number in page.text
    assert "剩 14 日" in page.text
    assert "王小明" not in page.text and "13812341234" not in page.text


def test_the_case_shows_people_masked(desk):
    visitor, _row, address = desk
    page = visitor.get(address)
    assert "王**" in page.text or "王*" in page.text
    assert "王小明" not in page.text and "13812341234" not in page.text


def test_art_22_people_are_shown_in_the_clear_once_for_a_reason_that_is_logged(desk, house):
    visitor, row, address = desk
    party = row.complaint.parties[0].id
    refused = act(desk, "reveals", {"reveal-party": party, "reveal-reason": ""})
    assert refused.status_code == 422
    shown = act(desk, "reveals", {"reveal-party": party, "reveal-reason": "联系投诉人核实"})
    assert "王小明" in shown.text and "13812341234" in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    logged = audit.history(house, "complaint", row.complaint_id)[-1]
    assert (logged.act, logged.reason) == ("party.reveal", "联系投诉人核实")


def test_art_18_signing_leaves_the_due_date_where_it_is(desk, house):
    _visitor, row, _address = desk
    due_on = row.due_on
    assert act(desk, "receipt").status_code == 303
    stored = fresh(house, row)
    assert (stored.state, stored.due_on) == ("acknowledged", due_on)


def test_of_two_users_signing_at_once_the_second_gets_a_clear_409(desk, house):
    version = desk[1].version
    assert act(desk, "receipt", version=version).status_code == 303
    again = act(desk, "receipt", version=version)
    assert again.status_code == 409
    assert "刚刚有了变化" in again.text


def test_art_11_a_case_is_returned_with_reason_and_explanation(desk, house):
    _visitor, row, _address = desk
    refused = act(desk, "return", {"back-reason": "not_ours", "back-text": ""})
    assert refused.status_code == 422
    done = act(desk, "return", {"back-reason": "not_ours", "back-text": "应由平安产险处理。"})
    assert done.status_code == 303
    stored = fresh(house, row)
    assert (stored.state, stored.return_reason) == ("returned", "not_ours")
    assert stored.return_text == "应由平安产险处理。"


def test_art_18_the_clock_of_a_returned_case_runs_no_more(desk, house, frozen):
    visitor, _row, address = desk
    act(desk, "return", {"back-reason": "not_ours", "back-text": "应由平安产险处理。"})
    page = visitor.get(address).text
    assert "本机构的办理期限不再计算" in page and "zb-clock__face" not in page
    frozen("2026-05-04T10:00+08:00")
    assert "逾期" not in visitor.get(f"{address}/clock").text


def test_a_complete_report_with_a_file_is_taken(desk, house):
    visitor, row, address = desk
    files = {"files": (BytesIO(b"%PDF-1.4\n%%EOF\n"), "决定书.pdf")}
    done = visitor.post(
        f"{address}/report",
        {**REPORT, **files, "version": row.version},
        page=f"{address}/report",
    )
    assert done.status_code == 303, done.text
    assert fresh(house, row).state == "reported"
    report = house.scalar(select(Report))
    assert report.result == "upheld"
    assert house.scalar(select(Attachment.report_id)) == report.id
    assert "退还年费300元" in visitor.get(address).text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"verified": ""}, "请填写“核实的情况”"),
        ({"basis_reasons": ""}, "请填写“作出决定的依据和理由”"),
        ({"decision": ""}, "请填写“处理决定”"),
        ({"remedies": []}, "请选择“已告知的救济途径”"),
        ({"no_interest": ""}, "请勾选"),
        ({"told_on": "2026-03-05"}, "2026-03-03至2026-03-04"),
        ({"told_on": "三月四日"}, "存在的日期"),
        ({"loss_recovered": "很多"}, "金额"),
        ({"result": "nope"}, "不存在"),
        ({"verified": "核\x00实"}, "无法保存的字符"),
    ],
)
def test_art_19_a_report_that_lacks_something_says_what_and_stores_nothing(
    desk, house, change, sentence
):
    visitor, row, address = desk
    data = {**REPORT, **change, "version": row.version}
    refused = visitor.post(f"{address}/report", data, page=f"{address}/report")
    assert refused.status_code == 422
    assert sentence in refused.text
    assert house.scalar(select(Report)) is None
    assert "修改话术" in refused.text


def test_a_branchs_decision_must_offer_the_review(desk, house):
    visitor, row, address = desk
    data = {**REPORT, "decided_by_branch": "yes", "version": row.version}
    refused = visitor.post(f"{address}/report", data, page=f"{address}/report")
    assert refused.status_code == 422
    assert house.scalar(select(Report)) is None


@pytest.mark.parametrize(
    "tail", ["", "/clock", "/letter", "/report", "/attachments/x", "/attachments/%00"]
)
def test_another_institutions_case_is_404_in_every_way(desk, app, house, tail):
    _visitor, _row, address = desk
    other = make.make_institution(house)
    stranger = Visitor(app).enter(house, "institution", institution_id=other.id)
    assert stranger.get(address + tail).status_code == 404


@pytest.mark.parametrize("noun", ["receipt", "return", "report", "attachments", "reveals"])
def test_another_institution_cannot_act_on_the_case(desk, app, house, noun):
    _visitor, row, address = desk
    other = make.make_institution(house)
    stranger = Visitor(app).enter(house, "institution", institution_id=other.id)
    answer = stranger.post(f"{address}/{noun}", {"version": row.version}, page="/desk/")
    assert answer.status_code == 404
    assert fresh(house, row).state == "sent"


def test_art_4_a_parent_sees_its_branchs_case_and_a_branch_not_its_parents(app, house, frozen):
    head = make.make_institution(house)
    branch = make.make_institution(house, parent=head, territory="330100")
    (of_branch,) = make.forwardings_of(house, make.forwarded(house, branch.id))
    (of_head,) = make.forwardings_of(house, make.forwarded(house, head.id))
    house.commit()
    frozen(NEXT_DAY)
    parent = Visitor(app).enter(house, "institution", institution_id=head.id)
    child = Visitor(app).enter(house, "institution", institution_id=branch.id)
    assert parent.get(f"/desk/forwardings/{of_branch.id}").status_code == 200
    assert child.get(f"/desk/forwardings/{of_head.id}").status_code == 404


def test_a_file_meant_for_staff_alone_is_not_shown_to_the_institution(desk, house, app):
    visitor, row, address = desk
    complaint = make.again(house, row.complaint.number)
    seen = make.attached(house, complaint, make.make_file(house, label="合同.pdf"))
    hidden = make.attached(
        house, complaint, make.make_file(house, label="内部.pdf"), shown_to_institution=False
    )
    house.commit()
    assert "合同.pdf" in visitor.get(address).text
    assert "内部.pdf" not in visitor.get(address).text
    assert visitor.get(f"{address}/attachments/{seen.public_id}").status_code == 200
    assert visitor.get(f"{address}/attachments/{hidden.public_id}").status_code == 404


def test_another_institutions_report_and_files_on_the_same_complaint_stay_unseen(
    app, house, frozen
):
    one, two = make.make_institution(house), make.make_institution(house)
    first, second = make.forwardings_of(house, make.forwarded(house, one.id, two.id))
    make.reported(house, first, texts={**make.answer().texts, "decision": "甲行的决定"})
    house.commit()
    frozen(NEXT_DAY)
    visitor = Visitor(app).enter(house, "institution", institution_id=two.id)
    page = visitor.get(f"/desk/forwardings/{second.id}").text
    assert "甲行的决定" not in page and one.name not in page
