"""The clerk's pages: a complaint by phone on one page, and the complaints file with progress."""

import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.models import Attachment, Complaint, Party
from portal.kernel import clock, outbox
from tests.browsing import Visitor
from tests.forwarding.test_complaints_file import HEADER, LIVE

ENTRY = {
    "channel": "phone",
    "received_at": "2026-03-02T16:30",
    "territory": "330100",
    "kind": "natural",
    "name": "王小明",
    "phone": "138 1234 1234",
    "filer_kind": "self",
    "institution": "工行武林支行；平安产险",
    "claim": "退还年费。",
    "facts": "办卡时说免年费。",
    "amount": "300",
    "nonce": "n1",
}
PAGE = "/staff/complaints/new"


@pytest.fixture
def clerk(app, house, frozen):
    """A clerk of 浙江 on a Tuesday morning."""
    frozen("2026-03-03T09:00+08:00")
    return Visitor(app).enter(house, "clerk", unit_code="330000")


def enter(clerk, **changes):
    return clerk.post(PAGE, {**ENTRY, **changes}, page=PAGE)


def test_a_phone_complaint_is_registered_with_its_real_receipt_date(clerk, house):
    assert enter(clerk).status_code == 303
    row = house.scalar(select(Complaint))
    assert (row.source, row.channel, row.received_on.isoformat()) == (
        "clerk",
        "phone",
        "2026-03-02",
    )
    assert row.due_on.isoformat() == "2026-03-11"
    assert house.scalar(select(Party)).phone == "13812341234"
    page = clerk.get(PAGE).text
    assert row.number in page and re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", page)


def test_a_receipt_of_long_ago_is_registered_with_a_reason_only(clerk, house):
    warned = enter(clerk, received_at="2025-03-02T16:30")
    assert warned.status_code == 422 and "请核对年份" in warned.text
    assert "接收已久仍登记的理由" in warned.text
    sent = enter(clerk, received_at="2025-03-02T16:30", long_ago="邮局误投，信封有邮戳")
    assert sent.status_code == 303
    row = house.scalar(select(Complaint))
    assert row.confirmed == {"received_at": "邮局误投，信封有邮戳"}


def test_a_double_click_registers_once(clerk, house):
    enter(clerk)
    enter(clerk)
    assert house.scalar(select(func.count()).select_from(Complaint)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "请填写“姓名或名称”"),
        ({"claim": ""}, "请填写“投诉请求”"),
        ({"facts": " "}, "请填写“主要事实和理由”"),
        ({"institution": ""}, "请填写“被投诉机构”"),
        ({"received_at": ""}, "请填写“实际收到的时间”"),
        ({"received_at": "2026-03-04T09:00"}, "不能晚于登记时间"),
        ({"received_at": "昨天"}, "日期和时间"),
        ({"territory": "999999"}, "不存在"),
        ({"channel": "fax"}, "不存在"),
        ({"phone": "12"}, "电话号码不完整"),
        ({"email": "a@"}, "电子邮件地址不完整"),
        ({"amount": "1.234"}, "金额"),
        ({"id_no": "110105194912310021"}, "校验位不对"),
        ({"kind": "organisation", "id_no": "91100000100003962X"}, "校验位不对"),
        ({"filer_kind": "agent"}, "请填写提出人姓名"),
        ({"facts": "事" * 20_001}, "20000"),
        ({"claim": "退\x00款"}, "无法保存的字符"),
        ({"institution": "；".join(f"第{n}银行" for n in range(11))}, "最多10"),
    ],
)
def test_wrong_entries_are_refused_and_nothing_is_stored(clerk, house, changes, sentence):
    answer = enter(clerk, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert house.scalar(select(func.count()).select_from(Complaint)) == 0


def test_a_number_with_a_wrong_check_digit_may_be_confirmed_with_a_reason(clerk, house):
    assert enter(clerk, id_no="110105194912310021", confirmed="两次复述一致").status_code == 303
    assert house.scalar(select(Complaint)).confirmed == {"id_no": "两次复述一致"}


def test_an_agent_is_kept_beside_the_complainant(clerk, house):
    enter(clerk, filer_kind="agent", filer_name="赵代理", filer_phone="13912345678")
    roles = house.scalars(select(Party.role).order_by(Party.id)).all()
    assert roles == ["complainant", "agent"]


def test_a_letter_comes_with_its_scan(clerk, house):
    scan = (BytesIO(b"%PDF-1.4\n%%EOF\n"), "来信.pdf")
    assert enter(clerk, channel="letter", signed_or_sealed="y", files=scan).status_code == 303
    assert house.scalar(select(Attachment)).label == "来信.pdf"
    assert "signed_or_sealed" not in house.scalar(select(Complaint)).gaps


def upload(clerk, text: str, act="load", name="day.csv"):
    data = {"file": (BytesIO(text.encode()), name), "act": act}
    return clerk.post("/staff/imports", data, page="/staff/imports").headers["Location"]


def test_a_file_is_loaded_by_the_worker_and_its_page_says_what_came_of_it(clerk, house, database):
    place = upload(clerk, f"{HEADER}\n{LIVE}\n")
    assert "正在处理" in clerk.get(place).text
    outbox.drain(database, clock.now)
    assert house.scalar(select(func.count()).select_from(Complaint)) == 1
    assert "已导入" in clerk.get(place).text


def test_a_file_only_checked_stores_nothing(clerk, house, database):
    place = upload(clerk, f"{HEADER}\n{LIVE}\n", act="check")
    outbox.drain(database, clock.now)
    assert "检查通过" in clerk.get(place).text
    assert house.scalar(select(func.count()).select_from(Complaint)) == 0


def test_a_faulty_file_says_row_and_column(clerk, house, database):
    place = upload(clerk, f"{HEADER}\n{LIVE}\n".replace("phone", "fax"))
    outbox.drain(database, clock.now)
    page = clerk.get(place).text
    assert "整份文件没有导入" in page and "channel" in page


def test_another_clerks_import_is_404(clerk, app, house):
    place = upload(clerk, f"{HEADER}\n{LIVE}\n")
    other = Visitor(app).enter(house, "clerk", unit_code="330000")
    assert other.get(place).status_code == 404


def test_a_file_that_is_no_table_is_refused(clerk):
    data = {"file": (BytesIO(b"MZ\x90"), "day.exe"), "act": "load"}
    assert clerk.post("/staff/imports", data, page="/staff/imports").status_code == 422


def test_an_inspector_registers_nothing(app, house, frozen):
    frozen("2026-03-03T09:00+08:00")
    assert Visitor(app).enter(house, "inspector").get(PAGE).status_code == 403
