"""The public form from its first question to the receipt, and the status page."""

import re
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from forwarding.models import Complaint, Draft, Party, Respondent
from tests import factories as make

NOON = "2026-03-03T12:00+08:00"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ANSWERS = {
    "who": {"kind": "natural"},
    "filer": {"filer_kind": "self"},
    "complainant": {"name": "王小明", "id_type": "resident_id", "id_no": "11010519491231002X"},
    "contact": {"phone": "13812341234", "preferred_means": "sms"},
    "institution": {"stated_name": "工行杭州武林支行"},
    "place": {"territory": "330100"},
    "business": {"business": "B0402"},
    "facts": {"facts": "办卡时说免年费，今年二月扣了三百元。"},
    "claim": {"asked_for": ["refund"], "claim": "退还年费300元。", "amount": "300"},
}


@pytest.fixture
def filer(client, session, frozen):
    """A visitor at noon of a Tuesday, with the calendar loaded."""
    make.make_calendar(session)
    make.make_units(session)
    session.commit()
    frozen(NOON)
    return client


def token_of(page) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]


def send(client, address: str, data=None, follow=True):
    """Post with the CSRF token of the page at hand."""
    page = client.get(address if client.get(address).status_code == 200 else "/complaints/new")
    return client.post(
        address, data={"csrf_token": token_of(page), **(data or {})}, follow_redirects=follow
    )


def begin(client) -> str:
    page = client.get("/complaints/new")
    answer = client.post("/complaints/drafts", data={"csrf_token": token_of(page)})
    return answer.headers["Location"].rsplit("/", 1)[0]


def fill(client, draft: str, answers=None) -> None:
    for name, values in (answers or ANSWERS).items():
        answer = send(client, f"{draft}/{name}", values, follow=False)
        assert answer.status_code == 303, (name, answer.text)


def submitted(client, draft: str):
    fill(client, draft)
    return send(client, f"{draft}/check", {"declaration": "y"})


def test_a_person_files_a_complaint_and_reads_its_progress(filer, session):
    page = submitted(filer, begin(filer))
    number = re.search(r"[A-Z]+-2026-03-\d{6}", page.text)[0]
    code = re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", page.text)[0]
    row = session.scalar(select(Complaint))
    assert (row.number, row.channel, row.source) == (number, "web", "web")
    assert (row.received_on, row.due_on) == (date(2026, 3, 3), date(2026, 3, 12))
    assert row.declared_at == row.received_at
    status = send(filer, "/status", {"number": number, "code": code.lower()})
    assert status.status_code == 200 and "2026年3月12日" in status.text


def test_trap_6_a_receipt_beyond_the_calendar_says_that_its_day_is_provisional(filer, frozen):
    frozen("2026-12-28T12:00+08:00")
    draft = begin(filer)
    page = submitted(filer, draft)
    assert "不早于 2027年1月4日（暂定）" in page.text and "安排载入后的计算为准" in page.text
    assert filer.get(f"{draft}/receipt.pdf").status_code == 200


def test_a_status_page_promises_no_day_that_is_over(filer, frozen):
    page = submitted(filer, begin(filer))
    number = re.search(r"[A-Z]+-2026-03-\d{6}", page.text)[0]
    code = re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", page.text)[0]
    asked = {"number": number, "code": code}
    assert "将在2026年3月12日前转送" in send(filer, "/status", asked).text
    frozen("2026-03-13T12:00+08:00")
    page = send(filer, "/status", asked).text
    assert "将在2026年3月12日前" not in page and "会尽快转送机构并告知您" in page


def test_a_wrong_code_tells_nothing(filer, session):
    page = submitted(filer, begin(filer))
    number = re.search(r"[A-Z]+-2026-03-\d{6}", page.text)[0]
    answer = send(filer, "/status", {"number": number, "code": "AAAA-AAAA-AAAA-AAAA"})
    assert answer.status_code == 422 and "没有找到" in answer.text


def test_a_double_click_creates_one_complaint(filer, session):
    draft = begin(filer)
    fill(filer, draft)
    page = filer.get(f"{draft}/check")
    data = {"csrf_token": token_of(page), "declaration": "y"}
    places = {filer.post(f"{draft}/check", data=data).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert session.scalar(select(func.count()).select_from(Complaint)) == 1


def test_after_submission_the_draft_keeps_no_answers(filer, session):
    submitted(filer, begin(filer))
    assert session.scalar(select(Draft.answers)) == "{}"


def test_art_16_without_the_declaration_nothing_is_received(filer, session):
    draft = begin(filer)
    fill(filer, draft)
    answer = send(filer, f"{draft}/check")
    assert answer.status_code == 422
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_art_14_an_agent_needs_power_of_attorney_and_identity(filer, session):
    draft = begin(filer)
    acting = {**ANSWERS["complainant"], "name": "赵代理", "phone": "13912345678"}
    fill(filer, draft, {**ANSWERS, "filer": {"filer_kind": "agent"}, "acting": acting})
    refused = send(filer, f"{draft}/check", {"declaration": "y"})
    assert refused.status_code == 422 and "授权委托书" in refused.text
    for purpose in ("power_of_attorney", "identity"):
        upload = {purpose: (BytesIO(PDF), f"{purpose}.pdf"), "act": "more"}
        assert send(filer, f"{draft}/evidence", upload).status_code == 200
    assert "已接收您的投诉" in send(filer, f"{draft}/check", {"declaration": "y"}).text
    roles = session.scalars(select(Party.role).order_by(Party.id)).all()
    assert roles == ["complainant", "agent"]


def test_art_13_an_organisation_names_its_legal_representative(filer, session):
    draft = begin(filer)
    answers = {
        **ANSWERS,
        "who": {"kind": "organisation"},
        "complainant": {"name": "样例公司", "id_no": "91350000158142711F", "address": "杭州市"},
        "representative": {**ANSWERS["complainant"], "phone": "13912345678"},
    }
    fill(filer, draft, answers)
    assert "已接收您的投诉" in send(filer, f"{draft}/check", {"declaration": "y"}).text
    roles = session.scalars(select(Party.role).order_by(Party.id)).all()
    assert roles == ["complainant", "legal_representative"]


BODY = {"name": "样例公司", "id_no": "91350000158142711F", "address": "杭州市"}
CHANGED = [
    ("organisation", "agent", BODY, "natural", ANSWERS["complainant"], ["complainant"]),
    (
        *("natural", "guardian", ANSWERS["complainant"], "organisation", BODY),
        ["complainant", "legal_representative"],
    ),
]


@pytest.mark.parametrize(("kind", "by", "stated", "new", "restated", "roles"), CHANGED)
def test_art_13_who_changes_the_kind_of_complainant_is_asked_again_what_depends_on_it(
    filer, session, kind, by, stated, new, restated, roles
):
    draft, acting = begin(filer), {**ANSWERS["complainant"], "phone": "13912345678"}
    begun = {"who": {"kind": kind}, "filer": {"filer_kind": by}, "complainant": stated}
    acts = {"acting": acting, "representative": acting}
    asked = acts if kind == "organisation" else {"acting": acting}
    fill(filer, draft, {**ANSWERS, **begun, **asked})
    landed = send(filer, f"{draft}/who?back=check", {"kind": new})
    assert "核对并提交" not in landed.text
    assert send(filer, f"{draft}/check", {"declaration": "y"}).status_code == 200
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0
    again = {"filer": {"filer_kind": "self"}, "complainant": restated}
    fill(filer, draft, {**again, **({"representative": acting} if new == "organisation" else {})})
    assert "已接收您的投诉" in send(filer, f"{draft}/check", {"declaration": "y"}).text
    assert session.scalars(select(Party.role).order_by(Party.id)).all() == roles


def test_several_institutions_are_one_complaint(filer, session):
    draft = begin(filer)
    fill(filer, draft)
    for name in ("平安产险", "人保财险"):
        send(filer, f"{draft}/institution", {"stated_name": name, "act": "another"})
    page = filer.get(f"{draft}/institution")
    assert "人保财险" in page.text
    send(filer, f"{draft}/institution", {"act": "remove-1"})
    send(filer, f"{draft}/check", {"declaration": "y"})
    stated = session.scalars(select(Respondent.stated_name).order_by(Respondent.position)).all()
    assert stated == ["工行杭州武林支行", "人保财险"]


def test_a_draft_put_aside_is_taken_up_by_its_code_and_the_old_address_ends(filer, session):
    draft = begin(filer)
    fill(filer, draft)
    page = send(filer, f"{draft}/resumption")
    code = re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", page.text)[0]
    again = send(filer, "/complaints/resumptions", {"code": code}, follow=False)
    assert again.headers["Location"].endswith("/check")
    assert filer.get(f"{draft}/check").status_code == 404
    assert "王小明" in filer.get(again.headers["Location"]).text


def test_an_expired_draft_is_gone(filer, session, frozen):
    draft = begin(filer)
    frozen("2026-04-03T12:00+08:00")
    assert filer.get(f"{draft}/who").status_code == 404


def test_the_receipt_can_be_kept_as_pdf(filer, session):
    draft = begin(filer)
    submitted(filer, draft)
    pdf = filer.get(f"{draft}/receipt.pdf")
    assert pdf.status_code == 200 and pdf.data.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("who", {"kind": "robot"}, "不存在"),
        ("who", {}, "请选择"),
        ("complainant", {**ANSWERS["complainant"], "id_no": "110105194912310021"}, "校验位"),
        ("complainant", {**ANSWERS["complainant"], "name": ""}, "请填写"),
        ("complainant", {**ANSWERS["complainant"], "name": "王\x00明"}, "无法保存的字符"),
        ("complainant", {**ANSWERS["complainant"], "name": "王" * 101}, "100"),
        ("contact", {"phone": "123", "preferred_means": "sms"}, "电话号码不完整"),
        ("contact", {"preferred_means": "sms"}, "请填写手机号"),
        ("contact", {"email": "a@b", "preferred_means": "email"}, "电子邮件地址不完整"),
        ("contact", {"preferred_means": "email"}, "请填写电子邮件"),
        ("contact", {"preferred_means": "letter"}, "请填写通信地址"),
        ("contact", {"phone": "13812341234"}, "请选择"),
        ("institution", {"stated_name": ""}, "请填写"),
        ("institution", {"stated_name": "行" * 201}, "200"),
        ("place", {"territory": "999999"}, "不存在"),
        ("place", {}, "请选择"),
        ("business", {"business": "B9999"}, "不存在"),
        ("facts", {"facts": "  "}, "请填写"),
        ("facts", {"facts": "事" * 20_001}, "20000"),
        ("claim", {**ANSWERS["claim"], "amount": "三百"}, "金额"),
        ("claim", {**ANSWERS["claim"], "amount": "-1"}, "金额"),
        ("claim", {**ANSWERS["claim"], "asked_for": ["a pony"]}, "不存在"),
    ],
)
def test_a_wrong_answer_is_refused_with_how_to_mend_it_and_not_kept(
    filer, session, name, values, sentence
):
    draft = begin(filer)
    fill(filer, draft, {"who": ANSWERS["who"], "filer": ANSWERS["filer"]})
    before = session.scalar(select(Draft.answers))
    session.rollback()
    answer = send(filer, f"{draft}/{name}", values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalar(select(Draft.answers)) == before


@pytest.mark.parametrize(
    ("body", "label"),
    [
        (b"", "a.pdf"),
        (b"MZ\x90\x00 program", "a.pdf"),
        (b"<html></html>", "a.html"),
        (PDF, "a.exe"),
    ],
)
def test_a_file_that_may_not_be_taken_is_refused_and_the_draft_goes_on(filer, session, body, label):
    draft = begin(filer)
    fill(filer, draft)
    answer = send(filer, f"{draft}/evidence", {"evidence": (BytesIO(body), label)})
    assert answer.status_code == 422
    assert "已接收" in send(filer, f"{draft}/check", {"declaration": "y"}).text
