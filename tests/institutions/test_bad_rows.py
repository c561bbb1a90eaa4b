"""Wrong rows and files: each has its clear finding with row, column and a way to mend it."""

import pytest
from sqlalchemy import func, select

from portal.institutions.commands import import_register
from portal.institutions.models import Institution
from portal.kernel.actor import SYSTEM
from tests.factories import DAY
from tests.institutions.conftest import CONTRACT, bank, branch, load, sheet

ICBC = "91100000100003962T"
ROWS = [
    ("no code", [bank(code="")], 2, "code", "请填写机构代码"),
    ("a small code", [bank("demo")], 2, "code", "大写字母、数字或连字符"),
    ("a code too long", [bank("A" * 33)], 2, "code", "1 至 32 位"),
    ("a code with a blank", [bank("A B")], 2, "code", "大写字母、数字或连字符"),
    ("a code that begins with a hyphen", [bank("-A")], 2, "code", "不以连字符开头"),
    ("a code twice", [bank(), bank()], 3, "code", "第 2 行已出现"),
    ("no name", [bank(name="")], 2, "name", "请填写机构全称"),
    ("a name of marks", [bank(name="（）")], 2, "name", "请填写机构全称"),
    ("a name too long", [bank(name="银" * 121)], 2, "name", "最长 120 字（现为 121 字）"),
    ("an unknown type", [bank(type="bank")], 2, "type", "banking, insurer, intermediary, other"),
    ("no type", [bank(type="")], 2, "type", "第四十二条"),
    ("a category unknown", [bank(category="大银行")], 2, "category", "没有这个类别"),
    ("no category", [bank(category="")], 2, "category", "没有这个类别"),
    ("a bank's category for an insurer", [bank(type="insurer")], 2, "category", "没有这个类别"),
    ("an unknown level", [bank(level="root")], 2, "level", "head（法人）或 branch"),
    ("no level", [bank(level="")], 2, "level", "head（法人）或 branch"),
    ("a head with a parent", [bank(), bank("B", parent_code="DEMO")], 3, "parent_code", "没有上级"),
    ("no parent", [bank(), branch("B", "")], 3, "parent_code", "须有上级机构"),
    ("a parent that is nowhere", [branch("B", "NONE")], 2, "parent_code", "没有这个代码的机构"),
    ("its own parent", [branch("B", "B")], 2, "parent_code", "循环"),
    ("a circle", [branch("B", "C"), branch("C", "B")], 3, "parent_code", "循环"),
    ("another type", [bank(), branch("B", type="other")], 3, "type", "须与上级机构"),
    (
        "another category",
        [bank(), branch("B", type="banking", category="国有大型商业银行")],
        3,
        "category",
        "须与上级机构",
    ),
    (
        "below a closed parent",
        [bank(closed_on="2020-01-01"), branch("B")],
        3,
        "parent_code",
        "已终止",
    ),
    (
        "closed above an open branch",
        [bank(closed_on="2020-01-01"), branch("B")],
        2,
        "closed_on",
        "1 家",
    ),
    ("no territory", [bank(territory="")], 2, "territory", "六位行政区划代码"),
    (
        "a territory that does not exist",
        [bank(territory="999999")],
        2,
        "territory",
        "没有这个行政区划",
    ),
    ("a territory by name", [bank(territory="浙江")], 2, "territory", "没有这个行政区划"),
    ("a failed check of the credit code", [bank(uscc=ICBC[:-1] + "A")], 2, "uscc", "校验不符"),
    ("a credit code too short", [bank(uscc="9110")], 2, "uscc", "18 位"),
    ("a credit code twice", [bank(uscc=ICBC), bank("B", uscc=ICBC)], 3, "uscc", "DEMO 名下"),
    ("a legal entity twice", [bank(), bank("B", name=bank()["name"])], 3, "name", "同名的法人机构"),
    ("a phone of letters", [bank(phone="请拨总机")], 2, "phone", "电话号码不完整或有误"),
    ("a phone too short", [bank(phone="955")], 2, "phone", "95588"),
    ("an e-mail without a domain", [bank(email="ts@bank")], 2, "email", "电子邮箱的格式不对"),
    (
        "a web address without a scheme",
        [bank(url="www.icbc.com.cn")],
        2,
        "url",
        "http:// 或 https://",
    ),
    ("a web address that is script", [bank(url="javascript:alert(1)")], 2, "url", "http:// 或"),
    ("a web address with a password", [bank(url="https://a:b@icbc.com.cn")], 2, "url", "完整域名"),
    ("a web address that breaks", [bank(url="https://[::1")], 2, "url", "完整域名"),
    ("a flag unknown", [bank(internet_channel="maybe")], 2, "internet_channel", "请填 true"),
    ("a day that is not", [bank(opened_on="2025-02-30")], 2, "opened_on", "不是存在的日期"),
    ("a day in words", [bank(opened_on="去年")], 2, "opened_on", "2026-02-12"),
    ("opened tomorrow", [bank(opened_on="2026-03-04")], 2, "opened_on", "不晚于今天"),
    ("opened before 1800", [bank(opened_on="1799-12-31")], 2, "opened_on", "1800 年以后"),
    ("closed tomorrow", [bank(closed_on="2026-03-04")], 2, "closed_on", "不能晚于今天"),
    (
        "closed before it opened",
        [bank(opened_on="2020-01-02", closed_on="2020-01-01")],
        2,
        "closed_on",
        "不能早于开业日期（2020-01-02）",
    ),
    ("an alias of one character", [bank(aliases="工")], 2, "aliases", "至少要有两个字"),
    ("an alias too long", [bank(aliases="工" * 61)], 2, "aliases", "最长 60 字"),
    (
        "too many aliases",
        [bank(aliases=";".join(f"别名{n}" for n in range(51)))],
        2,
        "aliases",
        "50",
    ),
    ("a licence number too long", [bank(licence_no="9" * 61)], 2, "licence_no", "最长 60 字"),
    ("a line break in an address", [bank(address="北京\n西城")], 2, "address", "控制字符或换行"),
    ("a NUL", [bank(name="工\x00行")], 2, "name", "控制字符"),
]


@pytest.mark.parametrize(
    ("rows", "row", "column", "reason"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS]
)
def test_a_wrong_row_is_named_with_its_mend_and_nothing_is_stored(
    session, rows, row, column, reason
):
    report = load(session, *rows)
    found = [(f["row"], f["column"]) for f in report.as_json()["findings"] if reason in f["reason"]]
    assert (row, column) in found, report.as_json()["findings"]
    assert session.scalar(select(func.count()).select_from(Institution)) == 0


HEADER = ",".join(CONTRACT)
FILES = [
    ("empty", b"", "文件是空的"),
    ("in GBK", sheet(bank()).decode().encode("gbk"), "GBK"),
    ("without a column", HEADER.replace(",territory", "").encode(), "缺少这一列"),
    ("with an unknown column", f"{HEADER},fax\n".encode(), "不认识的列"),
    ("with a column twice", f"{HEADER},name\n".encode(), "列名重复"),
    ("with an open quote", HEADER.encode() + b'\n"A,B', "引号没有配对"),
    ("with too many cells", f"{HEADER}\n{'x,' * 30}".encode(), "格数多于列名"),
    ("that is no workbook", b"PK\x03\x04broken", "已损坏或不是 XLSX"),
    ("of old Excel", b"\xd0\xcf\x11\xe0old", "旧版 XLS"),
]


@pytest.mark.parametrize(
    ("body", "reason"), [case[1:] for case in FILES], ids=[case[0] for case in FILES]
)
def test_a_wrong_file_is_refused_in_words(session, body, reason):
    report = import_register(session, body, by=SYSTEM, at=DAY)
    assert any(reason in finding.text for finding in report.findings), report.as_json()


def test_every_fault_of_a_file_is_told_at_once_in_the_order_of_its_rows(session):
    report = load(session, bank("A", phone="1"), bank("B", email="x"), bank("C", uscc="1", url="x"))
    found = [(f["row"], f["column"]) for f in report.as_json()["findings"]]
    assert found == [(2, "phone"), (3, "email"), (4, "uscc"), (4, "url")]
