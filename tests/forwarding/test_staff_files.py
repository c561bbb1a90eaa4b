"""Files, letters and reveals on the officers' screens: scoped, logged, and shown once."""

from io import BytesIO

import pytest

from portal.kernel import audit
from tests import factories as make

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def logged(session, complaint):
    """Return (act, reason) of each line of a case's trail after its receipt."""
    session.rollback()
    found = audit.history(session, "complaint", complaint.id)
    return [(entry.act, entry.reason) for entry in found][1:]


def reveal(staff, complaint, reason):
    page = f"/staff/complaints/{complaint.number}"
    party = complaint.parties[0].id
    data = {"party": party, f"reveal-{party}-reason": reason}
    return staff.post(f"{page}/reveals", data, page=page)


def test_a_reveal_shows_the_person_once_and_is_logged_with_its_reason(desk, house):
    complaint = make.receive_complaint(house)
    answer = reveal(desk(), complaint, "电话核实身份")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    for value in ("王小明", "13812341234", "11010519491231002X"):
        assert value in answer.text
    assert logged(house, complaint) == [("party.reveal", "电话核实身份")]


@pytest.mark.parametrize("reason", ["", "看看", "x" * 201])
def test_a_reveal_without_a_real_reason_is_refused_and_shows_nothing(desk, house, reason):
    complaint = make.receive_complaint(house)
    answer = reveal(desk(), complaint, reason)
    assert answer.status_code == 422 and "王小明" not in answer.text
    assert logged(house, complaint) == []


@pytest.mark.parametrize("party", ["0", "999999", "x", "9" * 30, ""])
def test_a_reveal_of_nobody_or_of_another_case_s_person_is_refused(desk, house, party):
    complaint, other = make.receive_complaint(house), make.receive_complaint(house)
    page = f"/staff/complaints/{complaint.number}"
    for wanted in (party, other.parties[0].id):
        data = {"party": wanted, f"reveal-{wanted}-reason": "电话核实身份"}
        answer = desk().post(f"{page}/reveals", data, page=page)
        assert answer.status_code == 422 and "王小明" not in answer.text
    assert logged(house, other) == []


def add(staff, complaint, *files, **fields):
    page = f"/staff/complaints/{complaint.number}"
    data = {"files-files": list(files), "files-purpose": "supplement", **fields}
    return staff.post(f"{page}/attachments", data, page=page)


def test_files_are_added_all_at_once_and_logged(desk, house):
    complaint = make.receive_complaint(house)
    answer = add(desk(), complaint, (BytesIO(PDF), "一.pdf"), (BytesIO(PDF + b" "), "二.pdf"))
    assert answer.status_code == 303
    assert [act for act, _reason in logged(house, complaint)] == ["attachment.add"] * 2
    page = desk().open(complaint.number)
    assert "一.pdf" in page and "补充材料" in page and "不提供给机构" in page


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("恶意.exe", b"MZ\x90\x00" * 50, "恶意.exe"),
        ("空.pdf", b"", "空"),
        ("假.pdf", b"<html>", "假.pdf"),
    ],
)
def test_a_file_that_is_not_taken_is_named_and_nothing_is_stored(desk, house, name, body, sentence):
    complaint = make.receive_complaint(house)
    answer = add(desk(), complaint, (BytesIO(PDF), "好.pdf"), (BytesIO(body), name))
    assert answer.status_code == 422 and "files-files-error" in answer.text
    assert logged(house, complaint) == []


def test_no_file_at_all_is_asked_for(desk, house):
    complaint = make.receive_complaint(house)
    answer = add(desk(), complaint)
    assert answer.status_code == 422 and "请选择“文件”的文件" in answer.text


def test_a_download_is_an_attachment_and_is_logged(desk, house):
    complaint = make.receive_complaint(house)
    file = make.attached(house, complaint, make.make_file(house, PDF, label="合同.pdf"))
    house.commit()
    answer = desk("inspector").get(f"/staff/attachments/{file.public_id}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert [act for act, _reason in logged(house, complaint)][-1] == "attachment.open"


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_a_download_is_for_case_staff_of_the_territory_alone(desk, house, role):
    complaint = make.receive_complaint(house, territory="110101")
    file = make.attached(house, complaint, make.make_file(house, PDF))
    house.commit()
    assert desk().get(f"/staff/attachments/{file.public_id}").status_code == 404
    assert desk().get("/staff/attachments/none").status_code == 404
    assert desk(role).get(f"/staff/attachments/{file.public_id}").status_code == 403


def test_the_letter_is_there_before_the_worker_has_made_it(desk, house):
    complaint = make.forwarded(house)
    [row] = make.forwardings_of(house, complaint)
    house.commit()
    answer = desk().get(f"/staff/forwardings/{row.id}/letter")
    assert answer.data.startswith(b"%PDF") and answer.mimetype == "application/pdf"
    assert desk(unit="110000").get(f"/staff/forwardings/{row.id}/letter").status_code == 404


def test_a_letter_kept_is_handed_out_as_it_left_and_logged(desk, house):
    complaint = make.forwarded(house)
    [row] = make.forwardings_of(house, complaint)
    kept = make.make_file(house, PDF, label="转办单.pdf", purpose="letter")
    make.attached(house, complaint, kept, forwarding=row)
    house.commit()
    assert desk().get(f"/staff/forwardings/{row.id}/letter").data == PDF
    assert [act for act, _reason in logged(house, complaint)][-1] == "attachment.open"


def test_the_letter_to_the_complainant_is_printed_for_post_and_telephone(desk, house):
    complaint = make.forwarded(house)
    [telling] = make.tellings_of(house, complaint)
    house.commit()
    answer = desk("clerk").get(f"/staff/tellings/{telling.id}/letter")
    assert answer.data.startswith(b"%PDF")
    assert desk("inspector").get(f"/staff/tellings/{telling.id}/letter").status_code == 403


def test_a_diverted_case_has_its_own_letter(desk, house):
    proposer, boss = make.make_officer(house), make.make_officer(house, "supervisor")
    complaint = make.diversion_proposed(house, by=proposer)
    make.diverted(house, complaint, by=boss)
    [telling] = make.tellings_of(house, complaint)
    house.commit()
    assert desk().get(f"/staff/tellings/{telling.id}/letter").data.startswith(b"%PDF")
