"""Callers of the API: each with the token of a new account, as a hotline or a bank has one."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from forwarding.models import Attachment, Complaint, DraftFile, Forwarding, IdempotentReply, Report
from portal.accounts import commands
from portal.kernel.actor import SYSTEM
from portal.kernel.audit import AuditEntry
from portal.kernel.outbox import OutboxMessage
from tests import factories as make

NOW = "2026-03-03T10:00+08:00"
PDF = b"%PDF-1.4\n%%EOF\n"


class Caller:
    """A system that calls the API; `plain` is its token, or none."""

    def __init__(self, app, plain: str | None = None, account_id: int | None = None) -> None:
        self.client = app.test_client()
        self.plain, self.account_id = plain, account_id

    def __call__(self, method: str, path: str, key: str | None = None, **kwargs: Any) -> Any:
        """Make a call; `key` is its Idempotency-Key."""
        headers = dict(kwargs.pop("headers", {}))
        if self.plain:
            headers.setdefault("Authorization", f"Bearer {self.plain}")
        if key is not None:
            headers["Idempotency-Key"] = key
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> Any:
        """Read something."""
        return self("GET", path, **kwargs)

    def post(self, path: str, body: Any = None, **kwargs: Any) -> Any:
        """Do something, with a JSON body unless there is none."""
        return self("POST", path, **({} if body is None else {"json": body}), **kwargs)

    def upload(self, body: bytes = PDF, name: str = "合同.pdf", **more: Any) -> Any:
        """Send a file ahead; `form` are its other parts."""
        form = more.pop("form", {})
        return self("POST", "/uploads", data={"file": (BytesIO(body), name), **form}, **more)


@pytest.fixture
def house(session):
    """The session, with units and working days in the database."""
    make.make_units(session)
    make.make_calendar(session)
    session.commit()
    return session


@pytest.fixture
def caller(app, house, frozen):
    """Makes callers: `caller("clerk")`, `caller("institution", institution_id=7)`, `caller()`."""
    frozen(NOW)

    def made(role: str | None = None, **where: Any) -> Caller:
        if role is None:
            return Caller(app)
        new = make.make_account(house, role, **where)
        token = commands.create_token(house, new.id, label="t", by=SYSTEM, at=make.DAY, days=30)
        house.commit()
        return Caller(app, token.plain, new.id)

    return made


@pytest.fixture
def bank(house):
    """A registered bank."""
    card = make.make_institution(house, "T900", "样例银行", short_name="样例")
    house.commit()
    return card


@pytest.fixture
def desk(caller, house, bank):
    """The bank's system and a complaint just forwarded to it: (caller, forwarding)."""
    (row,) = make.forwardings_of(house, make.forwarded(house, bank.id))
    house.commit()
    return caller("institution", institution_id=bank.id), row


_KEPT = (
    *(Complaint, Attachment, Forwarding, Report, DraftFile),
    *(IdempotentReply, AuditEntry, OutboxMessage),
)


def stored(session) -> dict[str, int]:
    """Count the rows of every table that a call may write to."""
    session.rollback()
    return {
        model.__tablename__: session.scalar(select(func.count()).select_from(model))
        for model in _KEPT
    }


def complaint(**changes: Any) -> dict[str, Any]:
    """Return a complaint as a hotline hands it in; `...` leaves a field out."""
    given = {
        "external_ref": "HL-1",
        "received_at": "2026-03-03T09:00:00+08:00",
        "channel": "phone",
        "territory": "330106",
        "institution_name": "招行信用卡中心",
        "business": "B0402",
        "cause": "C07",
        "complainant_name": "王小明",
        "complainant_id_no": "11010519491231002X",
        "complainant_phone": "138 1234 1234",
        "claim": "要求退还多收的年费。",
        "facts": "办卡时说免年费，\n今年二月扣了三百元。",
        "amount": "300.00",
    }
    return {name: value for name, value in {**given, **changes}.items() if value is not ...}


def report(**changes: Any) -> dict[str, Any]:
    """Return a complete report; `...` leaves a field out."""
    blocks = ("verified", "basis_reasons", "decision", "basic", "focus", "findings", "basis")
    given = {
        **dict.fromkeys((*blocks, "communication", "source_rectification"), "已经核实，属实。"),
        "result": "upheld",
        "cause": "C07",
        "loss_recovered": 300.5,
        "remedies": ["mediation", "litigation"],
        "decided_by_branch": False,
        "told_on": "2026-03-03",
        "told_means": "phone",
        "verified_by": "李核",
        "no_interest": True,
    }
    return {name: value for name, value in {**given, **changes}.items() if value is not ...}
