"""What an institution is kept from: another's staff in its letter, and a case it gave back."""

import re

import pytest
from sqlalchemy import select

from forwarding.commands.letter_facts import forwarding_facts
from forwarding.models import Party, Respondent
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.test_desk import REPORT


@pytest.fixture
def desk(app, house, frozen):
    """An institution's user before a case that it has just given back: (visitor, row, address)."""
    bank = make.make_institution(house, notice_email="ts@bank.example")
    (row,) = make.forwardings_of(house, make.forwarded(house, bank.id))
    house.commit()
    frozen("2026-03-04T10:00+08:00")
    visitor = Visitor(app).enter(house, "institution", institution_id=bank.id)
    return visitor, row, f"/desk/forwardings/{row.id}"


def give_back(desk) -> None:
    visitor, row, address = desk
    data = {"back-reason": "not_ours", "back-text": "应由他行处理。", "back-version": row.version}
    assert visitor.post(f"{address}/return", data, page=address).status_code == 303


def test_art_22_a_case_given_back_shows_nobody_and_nothing_of_what_they_wrote(desk, house):
    visitor, row, address = desk
    case = row.complaint
    name = house.scalar(select(Party.name).where(Party.complaint_id == case.id))
    assert case.claim in visitor.get(address).text
    give_back(desk)
    page = visitor.get(address)
    assert page.status_code == 200 and "本件已退回" in page.text
    for kept_from_it in (case.claim, case.facts, name[:1] + "*", "查看理由", "转办单（PDF）"):
        assert kept_from_it not in page.text


def test_art_22_a_case_given_back_has_no_letter_and_no_reveal(desk, house):
    visitor, row, address = desk
    party = house.scalar(select(Party.id).where(Party.complaint_id == row.complaint_id))
    assert visitor.get(f"{address}/letter").status_code == 200
    give_back(desk)
    assert visitor.get(f"{address}/letter").status_code == 404
    asked = {"reveal-party": party, "reveal-reason": "核对身份信息"}
    assert visitor.post(f"{address}/reveals", asked, page=address).status_code == 404


def test_art_22_a_letter_names_the_staff_of_its_own_institution_alone(house):
    banks = [make.make_institution(house, code) for code in ("BANK-A", "BANK-B")]
    case = make.forwarded(house, *(bank.id for bank in banks))
    house.query(Respondent).filter_by(complaint_id=case.id).delete()
    for position, (bank, name) in enumerate(zip(banks, ("甲职员", "乙职员"), strict=True), 1):
        given = {"complaint_id": case.id, "position": position, "institution_id": bank.id}
        house.add(Respondent(**given, stated_name=bank.name, staff_name=name, staff_unit="网点"))
    house.flush()
    for row in make.forwardings_of(house, case):
        own = "甲职员" if row.institution_id == banks[0].id else "乙职员"
        assert forwarding_facts(house, row)["staff"] == f"{own}（网点）"


def test_what_was_typed_into_a_report_that_came_too_late_can_be_copied(desk):
    visitor, row, address = desk
    page, typed = f"{address}/report", "已核实，年费确系误收，同意退还。"
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get(page).text)[1]
    data = {**REPORT, "csrf_token": token, "verified": typed, "version": row.version}
    give_back(desk)
    refused = visitor.client.post(page, data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert refused.status_code == 409
    assert typed in refused.text and "从这里复制" in refused.text
    assert "2026-03-04" not in refused.text
