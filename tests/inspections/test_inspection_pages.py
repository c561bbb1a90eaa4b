"""The pages of inspections, on both sides: a whole one is walked through with a browser's eyes."""

import re
from io import BytesIO

import pytest
from sqlalchemy import select

from inspections.commands import proposing, remind_inspection
from inspections.models import Inspection, Letter
from portal.kernel import outbox
from portal.kernel.notices.mailbox import MailboxMessage
from portal.worker import load_handlers
from tests import factories as make
from tests.browsing import sign_in
from tests.forwarding.officers import Officer
from tests.inspections.inspection_factories import PLAN, TOO_LATE, Team
from tests.inspections.suspects import failed_check, late_cases

LIST = "/staff/inspections"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PLANNED = {
    "title": "2026年消费投诉处理检查",
    "year": "2026",
    "mode": "on_site",
    "reason": "逾期办理明显增多",
    "scope": "2025年以来的消费投诉处理",
    "starts_on": "2026-03-04",
    "ends_on": "2026-03-13",
}


@pytest.fixture
def bank(house):
    found = make.make_institution(
        house, "IN001", "样例受查银行", territory="330106", notice_email="bank@in001.example"
    )
    house.commit()
    return found


@pytest.fixture
def team(house, bank):
    return Team(house, make, bank)


def desk_of(app, house, institution_id):
    return Officer(app).enter(house, "institution", institution_id=institution_id)


def planned(inspector, **changes):
    answer = inspector.send(f"{LIST}/new", f"{LIST}/new", code="in001", **{**PLANNED, **changes})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def done(visitor, page, noun, form=None, **fields):
    answer = visitor.send(page, f"{page}/{noun}", noun if form is None else form, **fields)
    assert answer.status_code == 303, re.findall(
        r"error-message.*?</p>|summary__list.*?</ul>", answer.text, re.S
    )
    return answer


def test_an_inspection_is_planned_approved_manned_and_announced(desk, bank):
    first, second, head = desk("inspector"), desk("inspector"), desk("supervisor")
    page = planned(first)
    assert "提交批准" in first.get(page).text
    done(first, page, "proposal")
    assert "等待提出人以外的负责人批准" in first.get(page).text
    assert first.post(f"{page}/approval", {}, page=page).status_code == 403
    done(head, page, "approval")
    officers = re.findall(r'<option value="(\d+)"', first.get(page).text)
    for each in officers[:2]:
        done(first, page, "team", "member", account_id=each)
    assert first.send(page, f"{page}/notice", "notice").status_code == 422
    for visitor in (first, second):
        done(visitor, page, "declaration", conflict="no")
    done(first, page, "notice")
    html = first.get(page).text
    assert "检查通知书（PDF）" in html and "尚未送达" in html
    left = {"conflict": "yes", "words": "配偶调入该行任职"}
    done(second, page, "declaration", **left)
    assert "配偶调入该行任职" in first.get(page).text
    assert "样例受查银行" in first.get(f"{LIST}?mine=y&year=2026&code=IN001&state=noticed").text
    assert "没有符合条件" in head.get(f"{LIST}?mine=y").text


@pytest.fixture
def walked(app, house, bank, team, frozen):
    """Return an inspection under way with its page, an officer of its team, and the bank's desk."""
    frozen("2026-03-04T10:00+08:00")
    row = team.in_state("under_way", of=())
    house.commit()
    member = Officer(app)
    sign_in(member.client, team.leader.account_id)
    return row, f"{LIST}/{row.id}", member, desk_of(app, house, bank.id)


def test_documents_are_asked_for_handed_over_and_accepted(house, walked):
    row, page, member, clerk = walked
    done(member, page, "requests", "request", wanted="投诉登记台账", due_on="2026-03-20")
    own = f"/desk/inspections/{row.id}"
    (number,) = re.findall(r"/requests/(\d+)", clerk.get(own).text)
    to = f"{own}/requests/{number}"
    assert clerk.send(own, to, f"request-{number}", text="").status_code == 422
    file = (BytesIO(PDF), "台账.pdf")
    sent = clerk.send(own, to, f"request-{number}", text="见附件", files=file)
    assert sent.status_code == 303
    assert "台账.pdf" in member.get(page).text
    link = re.search(rf"{page}/files/\d+", member.get(page).text)[0]
    assert member.get(link).data == PDF
    done(member, page, f"requests/{number}/acceptance", f"acceptance-{number}")
    assert "已接收" in clerk.get(own).text


def test_a_finding_takes_evidence_by_ticks_and_numbers(house, bank, walked):
    _row, page, member, _clerk = walked
    (number,) = late_cases(house, bank.id, 1)
    look = failed_check(house, bank.id)
    house.commit()
    about = {"title": "超期处理投诉", "problem": "late_handling", "severity": "moderate"}
    about |= {"facts": "多件投诉超期。", "articles": "9", "evidence": f"channel_check:{look.id}"}
    wrong = {**about, "complaints": "ZJ000000000000"}
    new = f"{page}/findings/new"
    assert "ZJ000000000000" in member.send(new, new, **wrong).text
    assert member.send(new, new, **{**about, "complaints": number.lower()}).status_code == 303
    finding = re.search(rf"{page}/findings/\d+", member.get(page).text)[0]
    html = member.get(finding).text
    assert number in html and "渠道查看记录" in html and "第9条" in html
    change = f"{finding}/change"
    assert number in member.get(change).text and "checked" in member.get(change).text
    assert member.send(change, change, **{**about, "title": "超过期限"}).status_code == 303
    assert number not in member.get(finding).text
    dropped = member.send(finding, f"{finding}/ruling", "ruling", decision="drop", ruling="")
    assert dropped.status_code == 422


def test_papers_keep_their_editions_and_files(house, walked):
    _row, page, member, _clerk = walked
    new = f"{page}/papers/new"
    first = {"title": "抽查记录", "text": "抽查二十件。", "files": (BytesIO(PDF), "抽样.pdf")}
    assert member.send(new, new, **first).status_code == 303
    again = {"title": "抽查记录", "text": "抽查二十一件。"}
    assert member.send(f"{page}/papers/1", f"{page}/papers/1", **again).status_code == 303
    proof = {"files": (BytesIO(PDF), "照片.pdf"), "note": "营业场所"}
    done(member, page, "files", **proof)
    assert "照片.pdf" in member.get(page).text
    html = member.get(f"{page}/papers/1").text
    assert "抽查二十件。" in html and "抽查二十一件。" in html and "抽样.pdf" in html
    assert member.get(f"{page}/papers/2").status_code == 404


def test_an_archived_inspection_takes_nothing_more(app, house, team):
    row = team.in_state("archived")
    house.commit()
    member, page = Officer(app), f"{LIST}/{row.id}"
    sign_in(member.client, team.leader.account_id)
    token = member.get(f"{LIST}/new").text
    data = {"csrf_token": re.search(r'csrf_token" value="([^"]+)"', token)[1]}
    data |= {"files-version": str(row.version), "files-files": (BytesIO(PDF), "照片.pdf")}
    answer = member.client.post(f"{page}/files", data=data)
    assert answer.status_code == 422 and "检查已经结束" in answer.text
    html = member.get(page).text
    assert "<form" not in html[html.index("<main") :]


def test_a_letter_is_served_with_proof_or_by_reading_it(house, bank, team, desk, app):
    row = team.in_state("noticed")
    house.commit()
    page, member = f"{LIST}/{row.id}", desk("inspector")
    (letter,) = re.findall(r"/letters/(\d+).pdf", member.get(page).text)
    proof = {"on": "2026-03-04", "served_by": "post", "proof": (BytesIO(PDF), "回证.pdf")}
    early = {**proof, "on": "2026-03-01"}
    to, form = f"letters/{letter}/service", f"service-{letter}"
    assert member.send(page, f"{page}/{to}", form, **early).status_code == 422
    proof["proof"] = (BytesIO(PDF), "回证.pdf")
    done(member, page, to, form, **proof)
    assert member.get(f"{page}/letters/{letter}/proof").data == PDF
    assert member.get(f"{page}/letters/{letter}.pdf").data.startswith(b"%PDF")
    other = team.in_state("noticed")
    house.commit()
    own = desk_of(app, house, bank.id)
    (number,) = re.findall(r"/letters/(\d+).pdf", own.get(f"/desk/inspections/{other.id}").text)
    assert own.get(f"/desk/inspections/{other.id}/letters/{number}.pdf").status_code == 200
    house.expire_all()
    assert house.get_one(Letter, int(number)).served_by == "portal"


def test_another_institutions_or_territorys_inspection_is_404(app, house, desk, bank, team):
    row = team.in_state("under_way")
    asked = team.asked(row)
    stranger = make.make_institution(house, "IN009", "样例旁观银行", territory="330106")
    early = team.in_state("approved")
    house.commit()
    other, away = desk_of(app, house, stranger.id), desk("supervisor", "440000")
    own = desk_of(app, house, bank.id)
    assert other.get(f"/desk/inspections/{row.id}").status_code == 404
    assert away.get(f"{LIST}/{row.id}").status_code == 404
    assert own.get(f"/desk/inspections/{early.id}").status_code == 404
    assert own.get(f"/desk/inspections/{row.id}").status_code == 200
    token = own.token(f"/desk/inspections/{row.id}")
    posted = {"csrf_token": token, "request-version": "1"}
    another = own.client.post(f"/desk/inspections/{row.id}/requests/999999", data=posted)
    assert another.status_code == 404 and asked.id
    assert away.get(f"{LIST}/{row.id}/file.zip").status_code == 404
    assert "样例受查银行" not in away.get(LIST).text


def test_what_inspectors_note_among_themselves_stays_with_them(app, house, bank, team):
    row = team.in_state("under_way")
    house.commit()
    html = desk_of(app, house, bank.id).get(f"/desk/inspections/{row.id}").text
    assert PLAN.scope in html
    for kept in (PLAN.reason, "逾期处理投诉", "利益冲突", "提交批准"):
        assert kept not in html


def test_the_plan_begins_from_figures_a_proposal_or_an_earlier_inspection(house, desk, bank, team):
    late_cases(house, bank.id, 2)
    row = team.in_state("concluded")
    house.commit()
    inspector = desk("inspector")
    assert "样例受查银行" in inspector.get(f"{LIST}/candidates?year=2026").text
    html = inspector.get(f"{LIST}/new?institution=in001").text
    assert "2026年样例受查银行消费投诉处理检查" in html and "转送投诉（件）" in html
    html = inspector.get(f"{LIST}/new?follow_up={row.id}").text
    assert "2026年消费投诉处理检查的后续检查" in html
    for wrong in ("proposal=99999999999999999999", "proposal=7", "follow_up=x"):
        assert inspector.get(f"{LIST}/new?{wrong}").status_code == 404


def test_of_two_who_act_the_second_is_told(house, desk, team):
    row = team.planned()
    house.commit()
    inspector, page = desk("inspector"), f"{LIST}/{row.id}"
    changed = {**PLANNED, "title": "另一个检查名称"}
    assert inspector.send(f"{page}/plan", f"{page}/plan", **changed).status_code == 303
    assert inspector.send(page, f"{page}/proposal", "proposal", version=1).status_code == 409
    house.expire_all()
    assert house.get_one(Inspection, row.id).state == "planned"


def test_both_sides_are_told_by_mail_what_waits_and_what_ended(house, team, frozen):
    frozen("2026-03-04T10:00+08:00")
    row, ended = team.in_state("under_way"), team.in_state("noticed")
    team.asked(row)
    team.step(row, "put_facts")
    team.step(ended, "call_off")
    remind_inspection.remind(house, at=TOO_LATE)
    house.commit()
    load_handlers()
    outbox.drain(house.get_bind().engine, lambda: TOO_LATE, limit=100)
    house.expire_all()
    said = [mail.body for mail in house.scalars(select(MailboxMessage))]
    for words in ("调取资料（第1项）", "逐项答复，已逾期1日", "已取消“2026年消费投诉处理检查”"):
        assert any(words in body for body in said), words


def test_an_institutions_page_and_a_taken_up_proposal_lead_to_the_inspection(house, desk, bank):
    late_cases(house, bank.id, 5)
    proposing.renew(house, at=make.DAY.replace(day=23))
    house.commit()
    inspector = desk("inspector")
    page = "/staff/institutions/IN001"
    assert "没有检查过。" in inspector.get(page).text
    proposal = re.search(r"/staff/proposals/\d+", inspector.get("/staff/proposals").text)[0]
    new = f"{LIST}/new?proposal={proposal.rpartition('/')[2]}"
    made = inspector.send(new, new, code="IN001", **PLANNED).headers["Location"]
    assert made in inspector.get(page).text and made in inspector.get(proposal).text
    assert made not in desk("inspector", "440000").get(page).text
