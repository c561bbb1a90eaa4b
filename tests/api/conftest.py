"""Callers of the API: each with the token of a new account, as a hotline or a bank has one."""

from typing import Any

import pytest

from portal.accounts import commands
from portal.kernel.actor import SYSTEM
from tests import factories as make

NOW = "2026-03-03T10:00+08:00"
PDF = b"%PDF-1.4\n%%EOF\n"


class Caller:
    """A system that calls the API; `given` is the plain token, or none."""

    def __init__(self, app, plain: str | None, account_id: int | None = None) -> None:
        self.client = app.test_client()
        self.plain = plain
        self.account_id = account_id

    def __call__(self, method: str, path: str, key: str | None = None, **kwargs: Any) -> Any:
        headers = dict(kwargs.pop("headers", {}))
        if self.plain:
            headers.setdefault("Authorization", f"Bearer {self.plain}")
        if key:
            headers["Idempotency-Key"] = key
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> Any:
        return self("GET", path, **kwargs)

    def post(self, path: str, body: Any = None, **kwargs: Any) -> Any:
        return self("POST", path, json=body, **kwargs) if body is not None else self("POST", path, **kwargs)


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
            return Caller(app, None)
        account = make.make_account(house, role, **where)
        token = commands.create_token(
            house, account.id, label="test", by=SYSTEM, at=make.DAY, days=30
        )
        house.commit()
        return Caller(app, token.plain, account.id)

    return made


@pytest.fixture
def bank(house):
    """A registered bank."""
    card = make.make_institution(house, "T900", "样例银行", short_name="样例")
    house.commit()
    return card


def complaint(**changes: Any) -> dict[str, Any]:
    """Return a complaint as a hotline hands it in."""
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
        "complainant_phone": "13812341234",
        "claim": "要求退还多收的年费。",
        "facts": "办卡时说免年费，今年二月扣了三百元。",
        "amount": "300.00",
    }
    return {name: value for name, value in {**given, **changes}.items() if value is not ...}


def report(**changes: Any) -> dict[str, Any]:
    """Return a complete report."""
    blocks = ("verified", "basis_reasons", "decision", "basic", "focus", "findings", "basis")
    given = {
        **dict.fromkeys((*blocks, "communication", "source_rectification"), "已经核实，情况属实。"),
        "result": "upheld",
        "cause": "C07",
        "loss_recovered": 300,
        "remedies": ["mediation", "litigation"],
        "decided_by_branch": False,
        "told_on": "2026-03-03",
        "told_means": "phone",
        "verified_by": "李核",
        "no_interest": True,
    }
    return {name: value for name, value in {**given, **changes}.items() if value is not ...}
