"""The register's pages: for the public, for staff and for an institution's own users."""

import io
from datetime import date

import pytest

from portal.institutions import commands, queries
from portal.institutions.entry import Channels
from portal.institutions.models import Institution
from portal.kernel.actor import SYSTEM
from tests.factories import DAY
from tests.institutions.conftest import FILE, bank, branch, load, send, sheet, token

ROOT = "/staff/institutions"


def text(response) -> str:
    return response.get_data(as_text=True)


def stored(session, code: str) -> Institution:
    session.expire_all()
    return session.get(Institution, queries.by_code(session, code).id)


def test_the_public_finds_a_banks_complaint_phone(register, client):
    page = text(client.get("/institutions?q=工行"))
    assert 'href="tel:95588"' in page and "中国工商银行股份有限公司" in page
    assert "农业银行" not in page


def test_art_8_the_public_page_says_in_words_what_is_not_published(register, client):
    page = text(client.get("/institutions/ICBC"))
    assert "应公布而尚未公布：通讯地址、投诉处理流程网址。" in page and "第8条" in page
    row = queries.by_code(register, "ICBC")
    full = Channels(phone="95588", address="北京市西城区", process_url="https://www.icbc.com.cn/p")
    commands.set_channels(register, row.id, full, version=1, by=SYSTEM, at=DAY)
    register.commit()
    assert "应公布的投诉渠道均已登记" in text(client.get("/institutions/ICBC"))


def test_the_public_never_sees_where_notices_are_sent(register, client):
    row = queries.by_code(register, "ICBC")
    channels = Channels(notice_email="desk@example.cn")
    commands.set_channels(register, row.id, channels, version=1, by=SYSTEM, at=DAY)
    register.commit()
    assert "desk@example.cn" not in text(client.get("/institutions/ICBC"))


def test_the_public_list_goes_by_letter_and_category(register, client):
    page = text(client.get("/institutions?letter=G&category=国有大型商业银行"))
    assert "工商银行" in page and "建设银行" not in page
    assert "没有找到这样的机构" in text(client.get("/institutions?q=没有这家"))


@pytest.mark.parametrize("code", ["NONE", "icbc", "ICBC%00", "A" * 99, "%F0%9F%98%80", "..%2f"])
def test_a_code_that_is_not_there_is_a_page_not_found(register, client, code):
    assert client.get(f"/institutions/{code}").status_code == 404


@pytest.mark.parametrize(
    "query", ["cursor=x", "q=%00", "category=nix", "letter=%ff", "q=" + "银" * 500]
)
def test_bad_filters_are_left_out_and_never_fail(register, client, query):
    assert client.get(f"/institutions?{query}").status_code == 200


def test_staff_narrow_the_list_and_page_through_it(register, signed_in):
    staff = signed_in("triage")
    page = text(staff.get(f"{ROOT}?type=insurer&category=人身保险公司"))
    assert "共 12 家" in page and "太平人寿" in page and "太平财险" not in page
    first = text(staff.get(ROOT))
    assert "下一页" in first and "共 64 家" in first
    assert "没有符合条件的机构" in text(staff.get(f"{ROOT}?q=没有这家"))


def test_an_officer_registers_an_institution_and_fills_in_its_channels(session, signed_in):
    staff = signed_in("supervisor")
    fields = bank(parent_code=None, opened_on="2001-01-01")
    done = send(staff, f"{ROOT}/new", **fields)
    assert (done.status_code, done.location) == (303, f"{ROOT}/DEMO")
    channels = {"phone": "95588", "internet_channel": "y", "email": "ts@demo.cn"}
    assert send(staff, f"{ROOT}/DEMO/channels", **channels).status_code == 303
    page = text(staff.get(f"{ROOT}/DEMO"))
    assert "应公布而尚未公布：通讯地址、投诉处理流程网址、网址。" in page
    assert "登记机构" in page and "投诉电话：空 → 95588" in page


def test_an_officer_corrects_aliases_and_particulars(register, signed_in):
    staff = signed_in("admin")
    sent = send(staff, f"{ROOT}/BCM/aliases", aliases="交行\nBOCOM\nbocom\n交通")
    assert sent.status_code == 303
    assert send(staff, f"{ROOT}/BCM/particulars", licence_no="B0005").status_code == 303
    page = text(staff.get(f"{ROOT}/BCM"))
    assert "交行、BOCOM、交通" in page and "B0005" in page and "交通银行股份有限公司" in page


def test_an_institution_is_closed_and_reopened_on_its_page(register, signed_in):
    staff = signed_in("supervisor")
    given = {"closed_on": "2020-01-01", "reason": "已并入其他机构"}
    assert send(staff, f"{ROOT}/YAIC/closure", **given).status_code == 303
    assert stored(register, "YAIC").closed_on == date(2020, 1, 1)
    page = text(staff.get(f"{ROOT}/YAIC"))
    assert "已终止" in page and "已并入其他机构" in page
    assert "已于 2020年1月1日 终止" in text(staff.get("/institutions/YAIC"))
    assert "易安财险" not in text(staff.get("/institutions?q=易安"))
    assert send(staff, f"{ROOT}/YAIC/reopening", reason="重新开业经营").status_code == 303
    assert stored(register, "YAIC").state == "open"


def test_two_officers_at_once_one_succeeds_and_one_is_told_who_was_first(register, signed_in):
    one, other = signed_in("supervisor"), signed_in("supervisor")
    page = text(other.get(f"{ROOT}/ICBC/aliases"))
    assert send(one, f"{ROOT}/ICBC/aliases", aliases="先到").status_code == 303
    late = {"csrf_token": token(page), "version": "1", "aliases": "后到"}
    refused = other.post(f"{ROOT}/ICBC/aliases", data=late)
    assert refused.status_code == 409 and "修改别名" in text(refused)


def test_art_6_a_bureau_keeps_its_branches_and_only_reads_the_legal_entity(register, signed_in):
    load(register, branch("ICBC-HZ", "ICBC"), branch("ICBC-NB", "ICBC", territory="330203"))
    staff = signed_in("supervisor", "330000")
    assert staff.get(f"{ROOT}/ICBC-HZ/channels").status_code == 200
    assert staff.get(f"{ROOT}/ICBC").status_code == 200
    assert staff.get(f"{ROOT}/ICBC/channels").status_code == 403
    assert staff.get(f"{ROOT}/ICBC-NB").status_code == 404
    assert "修改信息" not in text(staff.get(f"{ROOT}/ICBC"))


def test_a_file_is_uploaded_looked_at_and_confirmed(session, signed_in):
    staff = signed_in("supervisor")
    html = text(staff.get(f"{ROOT}/imports"))
    upload = {"csrf_token": token(html), "file": (io.BytesIO(FILE.read_bytes()), "名录.csv")}
    preview = staff.post(f"{ROOT}/imports", data=upload).location
    page = text(staff.get(preview))
    assert "名录.csv" in page and "确认导入" in page
    assert queries.by_code(session, "ICBC") is None
    done = staff.post(f"{preview}/confirmation", data={"csrf_token": token(page)})
    assert done.status_code == 303 and "新登记 64 家" in text(staff.get(ROOT))
    assert queries.by_code(session, "ICBC") is not None
    again = staff.post(f"{preview}/confirmation", data={"csrf_token": token(page)})
    assert again.status_code == 422 and "不必再次确认" in text(again)


def test_a_wrong_file_shows_its_findings_and_cannot_be_confirmed(session, signed_in):
    staff = signed_in("admin")
    body = sheet(bank(), bank("BAD", phone="请拨总机"))
    html = text(staff.get(f"{ROOT}/imports"))
    upload = {"csrf_token": token(html), "file": (io.BytesIO(body), "wrong.csv")}
    preview = staff.post(f"{ROOT}/imports", data=upload).location
    page = text(staff.get(preview))
    assert "电话号码不完整或有误" in page and "确认导入" not in page
    forced = staff.post(f"{preview}/confirmation", data={"csrf_token": token(html)})
    assert forced.status_code == 422 and "没有保存任何一行" in text(forced)
    assert queries.by_code(session, "DEMO") is None


def test_somebody_elses_upload_is_not_found(session, signed_in):
    staff, other = signed_in("supervisor"), signed_in("supervisor")
    html = text(staff.get(f"{ROOT}/imports"))
    upload = {"csrf_token": token(html), "file": (io.BytesIO(sheet(bank())), "a.csv")}
    preview = staff.post(f"{ROOT}/imports", data=upload).location
    assert other.get(preview).status_code == 404
    assert other.get(f"{ROOT}/imports/{2**70}").status_code == 404


def test_the_register_and_the_template_are_downloaded_and_the_trail_notes_it(register, signed_in):
    staff = signed_in("triage")
    body = staff.get(f"{ROOT}/register.csv?category=财产保险公司").get_data()
    assert body.decode("utf-8-sig").count("\n") == 16
    assert staff.get(f"{ROOT}/register.xlsx").get_data().startswith(b"PK")
    keeper = signed_in("supervisor")
    template = keeper.get(f"{ROOT}/template.csv").get_data().decode("utf-8-sig")
    assert template.startswith("code,name,short_name,aliases,type")
    assert keeper.get(f"{ROOT}/template.xlsx").get_data().startswith(b"PK")


def test_an_institutions_user_reads_its_own_entry_and_cannot_keep_it(register, signed_in):
    row = queries.by_code(register, "PAIC")
    desk = signed_in("institution_admin", institution_id=row.id)
    page = text(desk.get("/desk/institution"))
    assert "中国平安财产保险股份有限公司" in page and "平安产险、平安车险" in page
    assert desk.get(ROOT).status_code == 403
    assert desk.get(f"{ROOT}/PAIC/channels").status_code == 403


@pytest.mark.parametrize(
    ("role", "view", "keep"),
    [
        ("clerk", 200, 403),
        ("triage", 200, 403),
        ("inspector", 200, 403),
        ("statistician", 200, 403),
        ("supervisor", 200, 200),
        ("admin", 200, 200),
        ("auditor", 403, 403),
    ],
)
def test_all_staff_but_the_auditor_read_and_two_roles_keep(register, signed_in, role, view, keep):
    staff = signed_in(role)
    assert staff.get(f"{ROOT}/ICBC").status_code == view
    for path in ("new", "imports", "ICBC/particulars", "ICBC/closure", "template.csv"):
        assert staff.get(f"{ROOT}/{path}").status_code == keep
