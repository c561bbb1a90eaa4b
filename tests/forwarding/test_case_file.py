"""A case's complete file: masked unless asked for with a reason, on the record, whole (Art. 22)."""

import zipfile
from io import BytesIO

import pytest

from forwarding.commands import export_file as exporting
from portal.kernel import audit, storage
from tests import factories as make
from tests.kernel.test_letters import reads_pdf, text_of

PERSONAL = ("王小明", "13812341234", "11010519491231002X")
REASON = "上级调阅案卷"


def take(staff, number, contents="masked", reason=REASON):
    page = f"/staff/complaints/{number}"
    data = {"casefile-contents": contents, "casefile-reason": reason}
    return staff.post(f"{page}/file", data, page=page)


def logged(session, complaint):
    """Return each export and reveal on the trail of a case."""
    session.rollback()
    found = audit.history(session, "complaint", complaint.id)
    return [e for e in found if e.act in ("complaint.export_file", "party.reveal")]


def full_case(session):
    """Return a complaint with an attachment, forwarded, told and reported on."""
    files = [make.make_file(session, label="../../账单:1.pdf", purpose="evidence")]
    complaint = make.forwarded(session, files=tuple(files))
    make.told(session, complaint)
    make.reported(session, make.forwardings_of(session, complaint)[0])
    session.commit()
    return complaint


@reads_pdf
def test_art22_the_file_is_whole_and_masks_people(desk, house):
    complaint = full_case(house)
    answer = take(desk(), complaint.number)
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    text = text_of(answer.data)
    for words in ("要求退还多收的年费", "法定期限逐日计算", "不计入：", "已经核实", "sms-1"):
        assert words in text
    for words in ("王**", "已遮盖", "办理经过", "第33条", "账单_1.pdf"):
        assert words in text
    assert not [value for value in PERSONAL if value in text]


@reads_pdf
def test_art22_people_in_the_clear_are_logged_as_revealed(desk, house):
    complaint = full_case(house)
    text = text_of(take(desk(), complaint.number, "clear").data)
    assert not [value for value in PERSONAL if value not in text]
    taken, revealed = logged(house, complaint)
    assert (taken.article, taken.reason) == ("22", REASON)
    assert taken.facts == {"kind": "pdf", "clear": True, "files": 0}
    assert revealed.act == "party.reveal" and revealed.reason == REASON


def test_art22_an_export_logs_nothing_personal(desk, house):
    complaint = full_case(house)
    take(desk(), complaint.number, "zip")
    told = repr([(entry.facts, entry.reason) for entry in logged(house, complaint)])
    assert not [value for value in (*PERSONAL, "账单") if value in told]


def test_the_archive_holds_the_file_every_paper_and_letter_under_safe_names(desk, house):
    complaint = full_case(house)
    answer = take(desk(), complaint.number, "zip")
    assert answer.mimetype == "application/zip"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    with zipfile.ZipFile(BytesIO(answer.data)) as found:
        assert found.testzip() is None
        names = found.namelist()
        assert found.read("材料/001-账单_1.pdf") == b"%PDF-1.4\n%%EOF\n"
    assert {name.split("/")[0] for name in names if "/" in name} == {"材料", "公文"}
    assert f"案卷-{complaint.number}.pdf" in names and "目录.txt" in names
    assert not [name for name in names if ".." in name or name.startswith("/") or "\\" in name]


def test_a_paper_the_store_has_lost_is_named_and_the_rest_handed_out(desk, house, monkeypatch):
    complaint, staff = full_case(house), desk()

    def lost(sha256):
        raise storage.Missing(sha256)

    monkeypatch.setattr(storage.installed(), "open", lost)
    with zipfile.ZipFile(BytesIO(take(staff, complaint.number, "zip").data)) as found:
        assert "账单_1.pdf（文件缺失）" in found.read("目录.txt").decode()


def test_a_second_click_takes_the_same_file_again(desk, house):
    complaint, staff = full_case(house), desk()
    first, second = (take(staff, complaint.number).data for _ in range(2))
    assert first[:5] == second[:5] == b"%PDF-" and len(logged(house, complaint)) == 2
    assert make.again(house, complaint.number).state == complaint.state


@pytest.mark.parametrize("reason", ["", "看看", "x" * 201])
def test_art22_without_a_real_reason_nothing_leaves(desk, house, reason):
    complaint = full_case(house)
    for contents in ("masked", "zip"):
        answer = take(desk(), complaint.number, contents, reason)
        assert answer.status_code == 422 and "导出理由" in answer.text
    assert logged(house, complaint) == []


@pytest.mark.parametrize("contents", ["", "word", "../etc"])
def test_an_unknown_kind_of_file_is_refused(desk, house, contents):
    complaint = full_case(house)
    assert take(desk(), complaint.number, contents).status_code == 422
    assert logged(house, complaint) == []


def test_too_much_for_one_archive_is_refused_with_the_way_out(desk, house, monkeypatch):
    monkeypatch.setattr(exporting, "LARGEST", 10)
    complaint = full_case(house)
    answer = take(desk(), complaint.number, "zip")
    assert answer.status_code == 422 and "逐个下载附件" in answer.text
    assert logged(house, complaint) == []


@pytest.mark.parametrize("role", ["inspector", "statistician"])
def test_art22_who_may_not_reveal_takes_the_masked_file_only(desk, house, role):
    complaint, staff = full_case(house), desk(role)
    assert take(staff, complaint.number).status_code == 200
    for contents in ("clear", "zip"):
        assert take(staff, complaint.number, contents).status_code == 422
    assert [entry.facts["clear"] for entry in logged(house, complaint)] == [False]


def test_another_unit_s_case_is_not_there(desk, house):
    complaint = full_case(house)
    other = desk("supervisor", "110000")
    token = other.token("/staff/")
    data = {"casefile-contents": "masked", "casefile-reason": REASON, "csrf_token": token}
    page = f"/staff/complaints/{complaint.number}/file"
    assert other.client.post(page, data=data).status_code == 404
    assert logged(house, complaint) == []
