"""Art. 32: nothing that an institution can fetch says a word of a 举报 that was split off."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands import forward, triage
from forwarding.commands.letter_facts import forwarding_facts
from portal.accounts import commands
from portal.kernel import letters, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.notices import MailboxMessage
from tests import elsewhere_factories as going
from tests import factories as make
from tests.api.conftest import Caller
from tests.browsing import Visitor

SECRET = going.SECRET
NOON = make.DAY + timedelta(hours=3)


@pytest.fixture
def bank(app, house):
    """An institution with an address for notices."""
    return make.make_institution(house, notice_email="ts@bank.example")


@pytest.fixture
def case(house, bank):
    """A case of which a 举报 was split off with its evidence; then it was forwarded."""
    secret = {"claim": f"查处{SECRET}；退还年费。", "facts": f"{SECRET}，另多收年费。"}
    made = make.receive_complaint(house, **secret)
    hidden = make.attached(
        house, made, make.make_file(house, purpose="evidence", label=f"{SECRET}.pdf")
    )
    make.attached(house, made, make.make_file(house, purpose="evidence", label="账单.pdf"))
    going.split_off(house, made, content=SECRET, hide_files=[hidden.public_id])
    triage.triage(house, made, make.YES, by=SYSTEM, at=make.DAY)
    triage.classify(house, made, business="B0402", cause="C07", by=SYSTEM, at=make.DAY)
    (row,) = forward.forward(house, made, [bank.id], by=SYSTEM, at=make.DAY)
    house.commit()
    return made, row, hidden


@pytest.fixture
def visitor(app, house, bank, case, frozen):
    """The institution's user at noon."""
    frozen(NOON)
    return Visitor(app).enter(house, "institution", institution_id=bank.id)


@pytest.fixture
def caller(app, house, bank, case, frozen):
    """The institution's own system."""
    frozen(NOON)
    new = make.make_account(house, "institution", institution_id=bank.id)
    token = commands.create_token(house, new.id, label="t", by=SYSTEM, at=make.DAY, days=30)
    house.commit()
    return Caller(app, token.plain, new.id)


def test_on_no_page_of_its_desk(visitor, case):
    made, row, _hidden = case
    address = f"/desk/forwardings/{row.id}"
    for page in ("/desk/", f"/desk/?number={made.number}", address, f"{address}/clock"):
        found = visitor.get(page)
        assert found.status_code == 200 and SECRET not in found.text
    assert going.REST["shown_facts"] in visitor.get(address).text
    assert SECRET not in visitor.get(f"{address}/report").text


def test_in_no_file_and_no_letter(visitor, case, house):
    made, row, hidden = case
    address = f"/desk/forwardings/{row.id}"
    html = visitor.get(address).text
    links = re.findall(rf'href="({address}/attachments/[^"]+)"', html)
    assert len(links) == 1 and "账单.pdf" in html
    assert hidden.public_id not in html
    assert visitor.get(f"{address}/attachments/{hidden.public_id}").status_code == 404
    [sent] = make.forwardings_of(house, make.again(house, made.number))
    facts = forwarding_facts(house, sent)
    assert SECRET not in json.dumps(facts, ensure_ascii=False, default=str)
    assert facts["attachments"] == ["账单.pdf"]
    assert visitor.get(f"{address}/letter").data == letters.render("forwarding", facts)


def test_in_no_answer_of_the_interface(caller, case):
    _made, row, hidden = case
    for path in ("/forwardings", f"/forwardings/{row.id}"):
        found = caller.get(path)
        assert found.status_code == 200 and SECRET not in json.dumps(found.json, ensure_ascii=False)
    assert found.json["facts"] == going.REST["shown_facts"]
    assert caller.get(f"/forwardings/{row.id}/attachments/{hidden.public_id}").status_code == 404
    shown = caller.post(f"/forwardings/{row.id}/reveals", {"reason": "核对身份信息"})
    assert shown.status_code == 201 and SECRET not in shown.text


def test_in_no_notice_to_it_and_by_no_sms_to_the_filer(house, database, case):
    outbox.drain(database, lambda: NOON)
    house.rollback()
    sent = house.scalars(select(MailboxMessage)).all()
    assert {message.kind for message in sent} == {"email", "sms"}
    assert [m for m in sent if SECRET in m.body + m.subject or "举报" in m.body] == []
    assert [m for m in sent if m.recipient == "ts@bank.example" and "渠道" in m.body] == []


def test_the_letter_kept_by_the_worker_is_the_one_without_it(house, database, case, visitor):
    made, row, _hidden = case
    outbox.drain(database, lambda: NOON)
    house.rollback()
    [sent] = make.forwardings_of(house, make.again(house, made.number))
    kept = visitor.get(f"/desk/forwardings/{row.id}/letter").data
    assert kept == letters.render("forwarding", forwarding_facts(house, sent))


def test_on_no_page_about_other_tracks(visitor, case):
    made, _row, _hidden = case
    for page in ("/staff/matters", f"/staff/matters/{made.number}-A"):
        assert visitor.get(page).status_code == 403


def test_nor_of_a_part_split_off_while_it_handles_the_case(house, visitor, case):
    made, row, _hidden = case
    later = {"shown_claim": "退还年费。", "shown_facts": "多收年费。"}
    going.split_off(house, made, track="petition", content="信访事项甲", **later)
    house.commit()
    page = visitor.get(f"/desk/forwardings/{row.id}").text
    assert "多收年费。" in page and going.REST["shown_facts"] not in page
    assert "信访" not in page and "拆出" not in page
