"""The pages of rectification: drafting, issuing, answering, verifying, papers, who sees them."""

import io
import re

import pytest

from inspections.commands import answering, files, proposing
from inspections.commands import rectification as acts
from inspections.commands.rectification_acts import items_of
from inspections.models import KeptFile, Rectification
from inspections.queries.letters import letters_about
from portal.kernel import storage
from tests import factories as make
from tests.browsing import Visitor
from tests.inspections.inspection_factories import Team
from tests.inspections.rectification_factories import ISSUED_AT, Desk
from tests.inspections.suspects import late_cases

LIST = "/staff/rectifications"
NEW = f"{LIST}/new"
DRAFT = {
    "kind": "demand",
    "code": "rb001",
    "title": "规范投诉处理时限",
    "ground": "handled_wrongly",
    "articles": "18；19",
    "basis": "多件投诉逾期。",
    "due_on": "2026-04-30",
    "wanted_1": "逐件办结逾期投诉",
    "wanted_2": "完善时限管理",
}


@pytest.fixture
def bank(house):
    return make.make_institution(house, "RB001", "样例整改银行", territory="330106")


@pytest.fixture
def sides(house, bank):
    return Desk(house, make, bank)


@pytest.fixture
def clerk(app, house, bank, desk):
    house.commit()
    return lambda of=bank: Officer(app).enter(house, "institution", institution_id=of.id)


class Officer(Visitor):
    """A signed-in user who sends a form found on a page, with its version."""

    def send(self, page, to, form="", **fields):
        lead = f"{form}-" if form else ""
        html = self.get(page).text
        seen = re.search(rf'name="{lead}version" value="(\d*)"', html)
        data = {f"{lead}{name}": value for name, value in fields.items()}
        data[f"{lead}version"] = seen[1] if seen else ""
        return self.post(to, data, page=page)


def path(row):
    return f"{LIST}/{row.id}"


def test_a_demand_is_drafted_proposed_and_issued_by_a_second_officer(desk, house, bank):
    inspector, head = desk("inspector"), desk("supervisor")
    refused = inspector.send(NEW, NEW, **{**DRAFT, "ground": "not_set_up"})
    assert refused.status_code == 422 and "第四十条的三种情形" in refused.text
    assert inspector.send(NEW, NEW, **{**DRAFT, "code": "NOBODY"}).status_code == 422
    sent = inspector.send(NEW, NEW, **DRAFT)
    assert sent.status_code == 303
    page = sent.location
    assert "多件投诉逾期。" in inspector.get(page).text
    assert inspector.send(page, f"{page}/proposal", "proposal").status_code == 303
    assert "/issue" not in inspector.get(page).text
    assert head.send(page, f"{page}/issue", "issue").status_code == 303
    html = head.get(page).text
    assert "整改通知书" in html and "〔2026〕" in html


def test_a_draft_is_amended_and_a_stale_one_is_a_conflict(desk, house, sides):
    row = sides.drafted()
    house.commit()
    inspector, page = desk("inspector"), path(row)
    html = inspector.get(f"{page}/draft").text
    assert "逐件办结逾期投诉" in html and "监管建议、整改要求或者" not in html
    given = {**DRAFT, "title": "改写后的标题"}
    assert inspector.send(f"{page}/draft", f"{page}/draft", **given).status_code == 303
    assert "改写后的标题" in inspector.get(page).text
    stale = inspector.post(f"{page}/draft", {**DRAFT, "version": "1"}, page=f"{page}/draft")
    assert stale.status_code == 409


def test_a_proposal_is_taken_over_with_its_evidence_and_taken_up(desk, house, bank):
    numbers = late_cases(house, bank.id, 5)
    proposing.renew(house, at=make.DAY.replace(day=23))
    house.commit()
    inspector = desk("inspector")
    listed = inspector.get("/staff/proposals?rule=late_handling").text
    at = re.search(r"/staff/proposals/(\d+)", listed)
    page = inspector.get(at[0]).text
    link = re.search(r'href="(/staff/rectifications/new\?proposal=\d+&amp;kind=demand)"', page)
    address = link[1].replace("&amp;", "&")
    html = inspector.get(address).text
    assert all(number in html for number in numbers) and 'value="RB001"' in html
    assert inspector.send(address, address, **DRAFT).status_code == 303
    assert "已采用" in inspector.get(at[0]).text


def test_an_inspections_standing_findings_are_taken_over(desk, house, bank):
    row = Team(house, make, bank).in_state("facts_settled")
    house.commit()
    inspector, address = desk("inspector"), f"{NEW}?inspection={row.id}"
    html = inspector.get(address).text
    finding = re.search(r'<option value="(\d+)" selected>逾期处理投诉', html)[1]
    assert "整改：逾期处理投诉" in html
    sent = inspector.send(address, address, **{**DRAFT, "finding_1": finding})
    assert sent.status_code == 303
    html = inspector.get(sent.location).text
    assert f"/staff/inspections/{row.id}/findings/{finding}" in html
    assert sent.location in inspector.get(f"/staff/inspections/{row.id}").text


def test_a_demand_run_over_becomes_an_order_which_becomes_a_talk(desk, house, sides, frozen):
    row = sides.issued()
    house.commit()
    frozen("2026-04-02T10:00+08:00")
    inspector, head = desk("inspector"), desk("supervisor")
    assert f"{NEW}?demand={row.id}" in inspector.get(path(row)).text
    address = f"{NEW}?demand={row.id}"
    assert "未落实的整改要求" in inspector.get(address).text
    given = {**DRAFT, "kind": "order", "ground": "demand_failed", "demand": str(row.id)}
    page = inspector.send(address, address, **given).location
    assert "第四十一条第三项" in inspector.get(page).text
    inspector.send(page, f"{page}/proposal", "proposal")
    assert head.send(page, f"{page}/issue", "issue").status_code == 303
    assert "measures" not in inspector.get(page).text.split("<main")[1]
    frozen("2026-05-01T10:00+08:00")
    inspector, talk = desk("inspector"), {"kind": "talk", "reason": "期满仍未改正"}
    refused = inspector.send(page, f"{page}/measures", "measure", **talk)
    assert refused.status_code == 422 and "谈话的日期和地点" in refused.text
    talk |= {"on": "2026-05-08", "place": "三楼会议室"}
    assert inspector.send(page, f"{page}/measures", "measure", **talk).status_code == 303
    html = desk("supervisor").get(f"{LIST}/measures").text
    assert "监管谈话" in html and "规范投诉处理时限" in html


def test_a_measure_is_approved_by_another_and_carried_out(desk, house, sides, frozen):
    order = sides.failed_order()
    house.commit()
    frozen("2026-04-02T10:00+08:00")
    inspector, head, page = desk("inspector"), desk("supervisor"), path(order)
    talk = {"kind": "talk", "reason": "期满仍未改正", "on": "2026-04-03", "place": "三楼"}
    inspector.send(page, f"{page}/measures", "measure", **talk)
    one = re.search(rf"{LIST}/measures/\d+", head.get(page).text)[0]
    assert f"{one}/approval" not in inspector.get(one).text
    assert head.send(one, f"{one}/approval", "approval").status_code == 303
    assert "监管谈话通知书" in head.get(one).text
    done = {"on": "2026-04-02", "attendance": "行长", "record": "要求限期改正。"}
    lacking = inspector.send(one, f"{one}/execution", "execution", on="2026-04-02")
    assert lacking.status_code == 422
    assert inspector.send(one, f"{one}/execution", "execution", **done).status_code == 303
    assert "要求限期改正。" in inspector.get(one).text
    assert desk("inspector", "110000").get(one).status_code == 404


def test_the_institution_plans_tells_progress_and_reports(clerk, desk, house, sides):
    row = sides.issued()
    house.commit()
    user, page = clerk(), f"/desk/supervision/{row.id}"
    assert "规范投诉处理时限" in user.get("/desk/supervision").text
    html = user.get(page).text
    assert "第一步：提交整改方案" in html and f"{page}/report" not in html
    plan = {"text": "逐件清理", "person": "韩负责", "planned_on": "2026-03-20"}
    assert user.send(page, f"{page}/plan", "plan", **plan).status_code == 303
    proof = (io.BytesIO(b"%PDF-1.4\n%%EOF"), "清单.txt")
    told = {"text": "已办结三件", "item": items_of(house, row)[0].id, "files": proof}
    assert user.send(page, f"{page}/progress", "progress", **told).status_code == 422
    told["files"] = (io.BytesIO("已办结".encode()), "清单.txt")
    assert user.send(page, f"{page}/progress", "progress", **told).status_code == 303
    asked = {"until": "2026-04-10", "reason": "系统改造需要时间"}
    assert user.send(page, f"{page}/extension", "extension", **asked).status_code == 303
    assert user.send(page, f"{page}/report", "report", reply="全部完成").status_code == 303
    html = user.get(page).text
    assert "清单.txt" in html and "已报告，等待监管人员核验" in html
    assert "清单.txt" in desk("inspector").get(path(row)).text


def test_items_are_verified_by_another_and_closed_out(desk, house, sides):
    row = sides.reported()
    house.commit()
    officer, page = desk("inspector"), path(row)
    assert f"{page}/closure" not in officer.get(page).text
    for item in items_of(house, row):
        seen = {"item": item.id, "method": "documents", "verified_on": "2026-03-04"}
        seen |= {"met": "yes", "observed": "查阅了清单"}
        sent = officer.send(page, f"{page}/verification", "verification", **seen)
        assert sent.status_code == 303
    assert officer.send(page, f"{page}/closure", "closure", note="").status_code == 303
    assert "已销号" in officer.get(page).text


def test_more_time_is_decided_on_and_officers_change_hands(desk, house, sides):
    row = sides.issued()
    until = row.due_on.replace(month=4, day=20)
    act = {"by": sides.user, "at": ISSUED_AT}
    answering.ask_extension(house, row, until=until, reason="系统改造", **act)
    house.commit()
    head, page = desk("supervisor"), path(row)
    refused = head.send(page, f"{page}/extension", "extension", decision="refuse", reason="")
    assert refused.status_code == 422
    assert head.send(page, f"{page}/extension", "extension", decision="grant").status_code == 303
    assert "2026年4月20日" in head.get(page).text
    hands = {"handler": sides.colleague.account_id}
    assert head.send(page, f"{page}/handling", "handling", **hands).status_code == 303
    assert head.send(page, f"{page}/handling", "handling", handler="1234567").status_code == 422
    reason = {"reason": "事实有误，予以撤销"}
    assert head.send(page, f"{page}/revocation", "revocation", **reason).status_code == 303


def test_a_letter_is_handed_out_and_by_that_served(clerk, desk, house, sides):
    row = sides.issued()
    letter = letters_about(house, "rectification", row.id)[0]
    house.commit()
    staff = desk("inspector")
    assert staff.get(f"{LIST}/letters/{letter.id}.pdf").data.startswith(b"%PDF")
    user = clerk()
    assert "尚未送达" in user.get(f"/desk/supervision/letters/{letter.id}").text
    got = user.get(f"/desk/supervision/letters/{letter.id}.pdf")
    assert got.mimetype == "application/pdf" and "attachment" in got.headers["Content-Disposition"]
    assert "在平台查阅" in staff.get(path(row)).text
    to, again = f"{LIST}/letters/{letter.id}/service", {"on": "2026-03-04", "how": "post"}
    form = f"serving-{letter.id}"
    assert staff.send(path(row), to, form, **again).status_code == 422


def test_what_is_another_s_or_not_yet_issued_is_404(clerk, desk, house, sides):
    other = make.make_institution(house, "RB002", "另一家银行", territory="330106")
    row, draft = sides.issued(), sides.drafted()
    letter = letters_about(house, "rectification", row.id)[0]
    body = io.BytesIO("附件".encode())
    stored = storage.installed().put(house, body, "附件.txt", at=ISSUED_AT)
    act = {"by": sides.handler, "at": ISSUED_AT}
    kept = files.keep(house, "rectification", row.id, stored, side="staff", **act)
    house.commit()
    own = [f"/desk/supervision/{row.id}", f"/desk/supervision/letters/{letter.id}.pdf"]
    own.append(f"/desk/supervision/letters/{letter.id}")
    assert [clerk(other).get(each).status_code for each in own] == [404] * 3
    user = clerk()
    assert user.get(f"/desk/supervision/{draft.id}").status_code == 404
    assert user.get(f"/desk/supervision/{row.id}/files/{kept.id}").status_code == 404
    stranger, staff = desk("inspector", "110000"), desk("inspector")
    theirs = [path(row), f"{LIST}/letters/{letter.id}.pdf", f"{path(row)}/files/{kept.id}"]
    theirs += [f"{NEW}?demand={row.id}", f"{path(row)}/draft"]
    assert [stranger.get(each).status_code for each in theirs] == [404] * 5
    assert staff.get(f"{path(row)}/files/{kept.id}").data.decode() == "附件"
    assert staff.get(f"{path(draft)}/files/{kept.id}").status_code == 404
    assert desk("clerk").get(path(row)).status_code == 403
    assert house.get(KeptFile, kept.id) and house.get(Rectification, draft.id)


def test_a_recommendation_is_replied_to_and_closed(clerk, desk, house, sides):
    row = sides.issued("recommendation")
    house.commit()
    user, page = clerk(), f"/desk/supervision/{row.id}"
    html = user.get(page).text
    assert f"{page}/report" in html and f"{page}/plan" not in html
    assert user.send(page, f"{page}/report", "report", reply="予以采纳").status_code == 303
    officer = desk("inspector")
    assert officer.send(path(row), f"{path(row)}/closure", "closure").status_code == 303
    assert "已销号" in user.get(page).text
    assert acts.KINDS
