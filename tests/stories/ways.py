"""The four ways in by which one and the same complaint comes: form, clerk, file and API."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.accounts.commands import create_token
from portal.kernel import clock, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.notices import MailboxMessage
from tests import factories as make
from tests.stories.people import Person, Visitor

BANK, STATED = "中国工商银行股份有限公司", "工商银行"
FACTS = "办卡时说免年费，今年二月扣了三百元，客服不肯退。"
CLAIM = "退还多收的年费300元。"
NAME, ID_NO, PHONE = "王小明", "11010519491231002X", "13812341234"
CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")
NUMBER = re.compile(r"[A-Z]{2}-\d{4}-\d{2}-\d{6}")

ANSWERS: dict[str, dict[str, Any]] = {
    "who": {"kind": "natural"},
    "filer": {"filer_kind": "self"},
    "complainant": {"name": NAME, "id_type": "resident_id", "id_no": ID_NO},
    "contact": {"phone": PHONE, "preferred_means": "sms"},
    "institution": {"stated_name": STATED},
    "place": {"territory": "330100"},
    "business": {"business": "B0402"},
    "facts": {"facts": FACTS},
    "claim": {"asked_for": ["refund"], "claim": CLAIM, "amount": "300"},
    "evidence": {},
}
ENTRY = {
    "channel": "phone",
    "territory": "330100",
    "kind": "natural",
    "name": NAME,
    "id_no": ID_NO,
    "phone": PHONE,
    "preferred_means": "sms",
    "institution": STATED,
    "claim": CLAIM,
    "facts": FACTS,
    "amount": "300",
    "business": "B0402",
    "asked_for": ["refund"],
}
ROW = {
    "external_ref": "12378-0001",
    "channel": "phone",
    "territory": "330100",
    "institution_code": "ICBC",
    "business": "B0402",
    "cause": "",
    "complainant_kind": "natural",
    "complainant_name": NAME,
    "complainant_id_no": ID_NO,
    "complainant_phone": PHONE,
    "claim": CLAIM,
    "facts": FACTS,
    "amount": "300",
}


@dataclass(frozen=True)
class Filed:
    """What the filer holds: number and secret code."""

    number: str
    code: str


@dataclass(frozen=True)
class House:
    """The portal of one story: its application, its database, and a session to look with."""

    app: Flask
    engine: Engine
    session: Session

    def deliver(self) -> int:
        """Let the outbox be delivered, as a worker does."""
        return outbox.drain(self.engine, clock.now)

    def mailbox(self) -> dict[str, MailboxMessage]:
        """Return what was sent so far, by key."""
        self.session.rollback()
        return {
            row.key: row
            for row in self.session.scalars(select(MailboxMessage).order_by(MailboxMessage.id))
        }


def by_form(house: House, received_at: str) -> Filed:
    """File by the public form; it is received at the moment it is handed in."""
    visitor = Visitor(house.app)
    begun = visitor.do("/complaints/new", "/complaints/drafts")
    draft = begun.rsplit("/", 1)[0]
    for name, answers in ANSWERS.items():
        visitor.do(f"{draft}/{name}", f"{draft}/{name}", **answers)
    receipt = visitor.do(f"{draft}/check", f"{draft}/check", declaration="y")
    page = visitor.get(receipt).text
    return Filed(NUMBER.search(page)[0], CODE.search(page)[0])


def by_clerk(house: House, received_at: str) -> Filed:
    """Let a clerk take down what is said on the telephone."""
    clerk = Person(house.app, house.session, "clerk", unit_code="330000")
    page = "/staff/complaints/new"
    told = clerk.get(clerk.do(page, page, received_at=received_at, **ENTRY)).text
    return Filed(NUMBER.search(told)[0], CODE.search(told)[0])


def by_file(house: House, received_at: str) -> Filed:
    """Load the hotline's file; its complainant holds no receipt, the code comes by SMS."""
    clerk = Person(house.app, house.session, "clerk", unit_code="330000")
    text = io.StringIO()
    rows = csv.DictWriter(text, [*ROW, "received_at"])
    rows.writeheader()
    rows.writerow({**ROW, "received_at": received_at})
    file = (io.BytesIO(text.getvalue().encode()), "day.csv")
    outcome = clerk.do("/staff/imports", "/staff/imports", file=file, act="load")
    house.deliver()
    assert "已导入" in clerk.get(outcome).text
    return _by_sms(house)


def _by_sms(house: House) -> Filed:
    house.deliver()
    sent = house.mailbox().items()
    told = [row for key, row in sent if key.startswith("complaint.received")][-1]
    return Filed(NUMBER.search(told.body)[0], CODE.search(told.body)[0])


def by_api(house: House, received_at: str) -> Filed:
    """Post it as the hotline's own system does."""
    account = make.make_account(house.session, "clerk", unit_code="330000", at=clock.now())
    token = create_token(
        house.session, account.id, label="hotline", by=SYSTEM, at=clock.now()
    ).plain
    house.session.commit()
    sent = {name: value for name, value in ROW.items() if value}
    answer = house.app.test_client().post(
        "/api/v1/complaints",
        json={**sent, "received_at": f"{received_at}+08:00"},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": ROW["external_ref"]},
    )
    assert answer.status_code == 201, answer.text
    return Filed(answer.json["number"], answer.json["receipt_code"])


WAYS: dict[str, Callable[[House, str], Filed]] = {
    "form": by_form,
    "clerk": by_clerk,
    "file": by_file,
    "api": by_api,
}
