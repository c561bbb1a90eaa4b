"""Wrong input in the register's forms: 422, its clear message at the field, nothing stored."""

import io

import pytest
from sqlalchemy import func, select

from portal.institutions.models import Institution, InstitutionFile
from tests.institutions.conftest import bank, send, token

ROOT = "/staff/institutions"
NEW = [
    ("no code", {"code": ""}, "请填写“机构代码”"),
    ("a code with a mark", {"code": "A_B"}, "大写字母、数字或连字符"),
    ("a code that is taken", {"code": "ICBC"}, "已用于“中国工商银行股份有限公司”"),
    ("no name", {"name": " "}, "请填写“机构全称”"),
    ("a name too long", {"name": "银" * 121}, "最多120个字符"),
    ("a NUL in the name", {"name": "工\x00行"}, "无法保存的字符"),
    ("a legal entity twice", {"name": "中国银行股份有限公司"}, "同名的法人机构（BOC）"),
    ("no type", {"type": ""}, "类型须为 银行业金融机构、保险机构、保险中介机构、其他主体"),
    ("an unknown type", {"type": "bank"}, "不存在"),
    ("an unknown level", {"level": "root"}, "不存在"),
    ("another type's category", {"category": "财产保险公司"}, "没有这个类别"),
    ("a head with a parent", {"parent_code": "ICBC"}, "法人机构没有上级机构"),
    ("a branch without a parent", {"level": "branch"}, "分支机构须有上级机构"),
    ("an unknown parent", {"level": "branch", "parent_code": "NONE"}, "没有这个代码的机构"),
    ("an unknown territory", {"territory": "990000"}, "没有这个行政区划"),
    ("a territory too long", {"territory": "3301000"}, "最多6个字符"),
    ("a wrong credit code", {"uscc": "911000001000039621"}, "校验不符"),
    ("a credit code taken", {"uscc": "91100000100003962T"}, "已登记在 ICBC 名下"),
    ("a day that is not", {"opened_on": "2025-02-30"}, "存在的日期"),
    ("a day to come", {"opened_on": "2199-01-01"}, "不晚于今天"),
]


def heads(session) -> int:
    return session.scalar(select(func.count()).select_from(Institution))


@pytest.mark.parametrize(
    ("wrong", "sentence"), [case[1:] for case in NEW], ids=[case[0] for case in NEW]
)
def test_a_wrong_new_entry_is_told_how_to_mend(register, signed_in, wrong, sentence):
    fields = bank(name="新示例银行", parent_code="", uscc="", opened_on="") | wrong
    answer = send(signed_in("supervisor"), f"{ROOT}/new", **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and sentence in page and "有内容需要更正" in page
    assert heads(register) == 64


ACTS = [
    ("channels", {"phone": "总机"}, "电话号码不完整或有误"),
    ("channels", {"email": "ts"}, "电子邮箱的格式不对"),
    ("channels", {"notice_email": "a b@c.cn"}, "电子邮箱的格式不对"),
    ("channels", {"url": "ftp://icbc.com.cn"}, "http:// 或 https://"),
    ("channels", {"process_url": "https://"}, "http:// 或 https://"),
    ("channels", {"address": "路" * 201}, "最多200个字符"),
    ("channels", {"version": ""}, "请重新打开本页"),
    ("channels", {"version": "one"}, "请重新打开本页"),
    ("channels", {"version": "９"}, "请重新打开本页"),
    ("aliases", {"aliases": "工\n工行"}, "至少要有两个字"),
    ("aliases", {"aliases": "\n".join(f"别名{n}" for n in range(51))}, "最多 50 个"),
    ("closure", {"closed_on": "", "reason": "合并解散"}, "请填写“终止日期”"),
    ("closure", {"closed_on": "2199-01-01", "reason": "合并解散"}, "不能晚于今天"),
    ("closure", {"closed_on": "2020-01-01", "reason": "无"}, "不少于 4 个字"),
    ("reopening", {"reason": "重新开业"}, "没有终止，不需要恢复"),
    ("particulars", {"name": ""}, "请填写“机构全称”"),
    ("particulars", {"level": "branch", "parent_code": "ICBC"}, "循环"),
]


@pytest.mark.parametrize(("page", "wrong", "sentence"), ACTS)
def test_a_wrong_change_is_told_how_to_mend(register, signed_in, page, wrong, sentence):
    answer = send(signed_in("supervisor"), f"{ROOT}/ICBC/{page}", **wrong)
    assert answer.status_code == 422 and sentence in answer.get_data(as_text=True)
    register.expire_all()
    icbc = register.scalars(select(Institution).where(Institution.code == "ICBC")).one()
    assert (icbc.version, icbc.phone, icbc.state) == (1, "95588", "open")


FILES = [
    (None, "请选择“机构名录文件”的文件"),
    ((b"", "empty.csv"), "空文件"),
    ((b"MZ\x90\x00" * 9, "register.exe"), "不能接收"),
    ((b"%PDF-1.7 %%EOF", "register.csv"), "与扩展名"),
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "register.xlsx"), "旧版 Office"),
]


@pytest.mark.parametrize(("file", "sentence"), FILES)
def test_a_wrong_upload_is_told_how_to_mend(session, signed_in, file, sentence):
    staff = signed_in("supervisor")
    data = {"csrf_token": token(staff.get(f"{ROOT}/imports").get_data(as_text=True))}
    data |= {"file": (io.BytesIO(file[0]), file[1])} if file else {}
    answer = staff.post(f"{ROOT}/imports", data=data)
    assert answer.status_code == 422 and sentence in answer.get_data(as_text=True)
    assert session.scalar(select(func.count()).select_from(InstitutionFile)) == 0


def test_a_post_without_a_token_changes_nothing(register, signed_in):
    staff = signed_in("supervisor")
    answer = staff.post(f"{ROOT}/ICBC/aliases", data={"version": "1", "aliases": "x行"})
    assert answer.status_code in {400, 403}
