"""An institution's own pages of the register, and the officer's list of what is proposed."""

import pytest
from sqlalchemy import select

from portal.institutions import queries
from portal.institutions.models import InstitutionProposal
from tests import factories as make
from tests.institutions.conftest import send

STAFF = "/staff/institutions/proposals"


@pytest.fixture
def bank(session):
    make.make_units(session)
    return make.make_institution(session, territory="330106")


@pytest.fixture
def branch(session, bank):
    return make.make_institution(session, territory="330106", parent=bank)


@pytest.fixture
def admin(signed_in, bank, branch):
    return signed_in("institution_admin", institution_id=bank.id)


@pytest.fixture
def officer(signed_in, bank):
    return signed_in("supervisor", "330000")


def proposed(session) -> InstitutionProposal:
    session.expire_all()
    return session.scalars(select(InstitutionProposal).order_by(InstitutionProposal.id)).all()[-1]


def ask_for_change(admin, session, code, phone="95599"):
    answer = send(admin, f"/desk/institution/{code}/change", phone=phone, reason="更换总机")
    assert answer.status_code == 303
    return proposed(session)


def test_a_branchs_phone_goes_from_the_desk_over_an_officer_into_the_register(
    session, admin, officer, branch
):
    row = ask_for_change(admin, session, branch.code)
    assert "待审核" in admin.get("/desk/institution/proposals").text
    assert branch.label in officer.get(STAFF).text
    page = officer.get(f"{STAFF}/{row.id}").text
    assert "95599" in page and "更换总机" in page
    given = {"approval-version": str(row.version)}
    assert post(officer, row, "approval", **given).status_code == 303
    assert "95599" in admin.get("/desk/institution/branches").text
    assert "已同意" in admin.get(f"/desk/institution/proposals/{row.id}").text


def post(client, row, act, **fields):
    page = client.get(f"{STAFF}/{row.id}").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(f"{STAFF}/{row.id}/{act}", data={"csrf_token": token, **fields})


def test_an_officer_refuses_with_remarks_that_the_institution_reads(
    session, admin, officer, branch
):
    row = ask_for_change(admin, session, branch.code)
    version = str(row.version)
    empty = post(officer, row, "refusal", **{"refusal-version": version, "refusal-remarks": ""})
    assert empty.status_code == 422
    given = {"refusal-version": version, "refusal-remarks": "请附电信部门证明"}
    assert post(officer, row, "refusal", **given).status_code == 303
    assert "请附电信部门证明" in admin.get(f"/desk/institution/proposals/{row.id}").text


def test_a_new_branch_is_proposed_and_entered_under_the_officers_code(
    session, admin, officer, bank
):
    fields = {"name": "示例银行拱墅支行", "territory": "330105", "opened_on": "2026-01-05"}
    path = f"/desk/institution/{bank.code}/branches/new"
    assert send(admin, path, **fields, reason="批复〔2026〕2号").status_code == 303
    row = proposed(session)
    given = {"approval-version": str(row.version), "approval-code": bank.code}
    taken = post(officer, row, "approval", **given)
    assert taken.status_code == 422 and "这个代码已用于" in taken.text
    given["approval-code"] = "gs-1"
    assert post(officer, row, "approval", **given).status_code == 303
    assert queries.by_code(session, "GS-1").parent_id == bank.id


def test_a_proposal_is_withdrawn_by_its_institution(session, admin, branch):
    row = ask_for_change(admin, session, branch.code)
    path = f"/desk/institution/proposals/{row.id}"
    page = admin.get(path).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"csrf_token": token, "version": str(row.version)}
    assert admin.post(f"{path}/withdrawal", data=sent).status_code == 303
    assert proposed(session).state == "withdrawn"


def test_another_banks_entry_and_proposals_are_not_found(session, admin, signed_in, branch):
    row = ask_for_change(admin, session, branch.code)
    other = make.make_institution(session)
    stranger = signed_in("institution_admin", institution_id=other.id)
    for path in ("", "/change", "/closing", "/branches/new"):
        assert stranger.get(f"/desk/institution/{branch.code}{path}").status_code == 404
    assert stranger.get(f"/desk/institution/proposals/{row.id}").status_code == 404
    elsewhere = signed_in("supervisor", "110000")
    assert elsewhere.get(f"{STAFF}/{row.id}").status_code == 404


def test_an_ordinary_user_sees_the_entries_and_proposes_nothing(signed_in, bank, branch):
    user = signed_in("institution", institution_id=bank.id)
    assert branch.label in user.get("/desk/institution/branches").text
    assert "申请变更" not in user.get(f"/desk/institution/{branch.code}").text
    assert user.get(f"/desk/institution/{branch.code}/change").status_code == 403


def test_a_bad_address_is_named_at_its_field(admin, branch):
    path = f"/desk/institution/{branch.code}/change"
    answer = send(admin, path, process_url="not an address", reason="网址更换")
    assert answer.status_code == 422
    assert "网址须以 http" in answer.text


def test_a_change_made_meanwhile_is_shown_to_the_officer(session, admin, officer, branch):
    row = ask_for_change(admin, session, branch.code)
    send(officer, f"/staff/institutions/{branch.code}/channels", phone="95588")
    assert "现在登记的是：95588" in officer.get(f"{STAFF}/{row.id}").text


def test_the_menu_leads_to_downloads_reports_and_the_institutions_own_pages(admin):
    page = admin.get("/desk/").text
    for path in ("/desk/downloads", "/desk/report-files", "/desk/filings", "/desk/institution"):
        assert f'href="{path}"' in page
    beside = admin.get("/desk/institution").text
    for path in ("/desk/institution/branches", "/desk/institution/proposals", "/desk/accounts/"):
        assert f'href="{path}"' in beside
