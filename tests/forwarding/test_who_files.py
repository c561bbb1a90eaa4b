"""Arts. 13 and 14 at the clerk's desk: agents, heirs, guardians, firms, and what they bring."""

from io import BytesIO

import pytest
from sqlalchemy import select

from forwarding.models import Attachment, Complaint, Party
from tests.forwarding.test_clerk import ENTRY, PAGE, clerk  # noqa: F401

PDF = b"%PDF-1.4\n%%EOF\n"
FILER = {
    "filer_name": "李代理",
    "filer_id_no": "440524188001010014",
    "filer_phone": "13812341235",
    "id_no": "11010519491231002X",
}


def enter(visitor, **changes):
    return visitor.post(PAGE, {**ENTRY, **changes}, page=PAGE)


@pytest.mark.parametrize(
    ("kind", "gaps"),
    [
        ("agent", ["power_of_attorney", "identity"]),
        ("heir", ["succession"]),
        ("guardian", ["guardianship"]),
    ],
)
def test_art_14_who_acts_is_registered_and_the_missing_proof_noted(clerk, house, kind, gaps):  # noqa: F811
    assert enter(clerk, filer_kind=kind, **FILER).status_code == 303
    acting = house.scalar(select(Party).where(Party.role == kind))
    assert (acting.name, acting.id_no) == ("李代理", "440524188001010014")
    assert house.scalar(select(Complaint)).gaps == gaps


def test_art_14_the_proofs_are_kept_under_what_they_prove(clerk, house):  # noqa: F811
    files = {
        "proof": (BytesIO(PDF), "委托书.pdf"),
        "identity": (BytesIO(PDF + b"1"), "身份证.pdf"),
        "files": (BytesIO(PDF + b"2"), "合同.pdf"),
    }
    answer = enter(clerk, filer_kind="agent", **FILER, **files)
    assert answer.status_code == 303, answer.text
    kept = {row.label: row.purpose for row in house.scalars(select(Attachment))}
    assert kept == {
        "委托书.pdf": "power_of_attorney",
        "身份证.pdf": "identity",
        "合同.pdf": "evidence",
    }
    assert house.scalar(select(Complaint)).gaps == []


def test_art_14_a_filers_wrong_digit_is_refused_and_confirmed_with_a_reason(clerk, house):  # noqa: F811
    wrong = {**FILER, "filer_kind": "agent", "filer_id_no": "440524188001010015"}
    refused = enter(clerk, **wrong)
    assert refused.status_code == 422 and "校验位不对" in refused.text
    assert "号码校验不符仍登记的理由" in refused.text
    assert enter(clerk, **wrong, confirmed="证件原件如此").status_code == 303


def test_art_13_a_firm_names_its_legal_representative(clerk, house):  # noqa: F811
    firm = {
        "kind": "organisation",
        "name": "样例公司",
        "id_no": "91100000100003962T",
        "address": "杭州市西湖区一号",
    }
    assert enter(clerk, nonce="f1", **firm).status_code == 303
    assert house.scalar(select(Complaint)).gaps == ["legal_representative"]
    legal = {"legal_name": "赵总", "legal_id_no": "11010519491231002X", "legal_phone": "12"}
    refused = enter(clerk, nonce="f2", again="y", **firm, **legal)
    assert refused.status_code == 422 and "电话号码不完整" in refused.text
    legal["legal_phone"] = "13812341236"
    assert enter(clerk, nonce="f2", again="y", **firm, **legal).status_code == 303
    newest = house.scalar(select(Complaint).order_by(Complaint.id.desc()))
    assert newest.gaps == []
