"""A living demonstration: real institutions, invented branches and people, every state present.

The month before today is played through with the real commands, so that nothing in the
demonstration could not have come about. Seeded once; later calls only give the sign-ins again.
"""

import csv
import hashlib
import hmac
import io
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from forwarding.queries.played import any_complaint
from portal import (
    demo_bulletins,
    demo_filings,
    demo_inspections,
    demo_likeness,
    demo_limits,
    demo_office,
    demo_rectification,
    demo_register,
    demo_reports,
    demo_special,
)
from portal.accounts import commands as accounts
from portal.accounts.queries import actor_for
from portal.demo_elsewhere import Elsewhere
from portal.demo_month import Month
from portal.institutions.commands import import_register
from portal.institutions.queries import by_codes
from portal.institutions.seed import demo_institutions
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from portal.kernel.db import make_session, transaction
from portal.settings import Settings

BUREAU = "330000"
DESK = "ICBC-330100"


@dataclass(frozen=True)
class SignIn:
    """One account of the demonstration."""

    login: str
    name: str
    role: str
    unit_code: str | None = None
    institution: str | None = None


SIGN_INS = (
    SignIn("clerk", "林登记", "clerk", BUREAU),
    SignIn("triage", "沈转办", "triage", BUREAU),
    SignIn("supervisor", "陆复核", "supervisor", BUREAU),
    SignIn("inspector", "贺检查", "inspector", BUREAU),
    SignIn("inspector.2", "章核验", "inspector", BUREAU),
    SignIn("statistician", "文统计", "statistician", BUREAU),
    SignIn("head.triage", "总局转办", "triage", "000000"),
    SignIn("head.stat", "总局统计", "statistician", "000000"),
    SignIn("head.second", "总局复核", "supervisor", "000000"),
    SignIn("auditor", "严审计", "auditor", "000000"),
    SignIn("admin", "管管理", "admin", "000000"),
    SignIn("icbc.hz", "工行杭州经办", "institution", institution=DESK),
    SignIn("icbc", "工行总行管理", "institution_admin", institution="ICBC"),
)


def seed(engine: Engine, settings: Settings) -> list[str]:
    """Make the demonstration unless it is there; return one line per sign-in, to be printed."""
    password = _password(settings)
    now = clock.now()
    with make_session(engine) as session, transaction(session):
        if not any_complaint(session):
            _lay(session, settings, now)
    lines = [f"  {each.login:<14}{each.role:<20}{each.name}" for each in SIGN_INS]
    return [f"Sign in with the password {password} as:", *lines]


def _password(settings: Settings) -> str:
    """Return the demonstration's one password, another in every data directory."""
    digest = hmac.new(settings.secret_key.encode(), b"demonstration", hashlib.sha256).hexdigest()
    return f"demo-{digest[:4]}-{digest[4:8]}-{digest[8:12]}"


def _lay(session: Session, settings: Settings, now: datetime) -> None:
    _register(session, now)
    ids = _accounts(session, _password(settings), now)
    officers = [actor_for(session, ids[login]) for login in ("triage", "supervisor", "clerk")]
    played = [actor for actor in officers if actor]
    Month(session, now, played).play()
    demo_limits.play(session, now)
    demo_likeness.play(session, now, played[0], played[-1])
    Elsewhere(session, now, played).play()
    demo_special.play(session, now, played[0], played[1])
    if desk := actor_for(session, ids["icbc.hz"]):
        demo_office.play(session, settings, now, played, desk)
        demo_filings.play(session, now, played[1], desk)
        demo_reports.play(session, now, played[1], desk)
        found = [actor_for(session, ids[name]) for name in ("inspector", "inspector.2")]
        inspectors = [actor for actor in found if actor]
        if len(inspectors) > 1:
            both = (inspectors[0], inspectors[1])
            demo_inspections.play(session, now, both, played[1], desk)
            demo_rectification.play(session, now, both, played[1], desk)
    drafter, second = (actor_for(session, ids[f"head.{name}"]) for name in ("stat", "second"))
    if drafter and second:
        demo_bulletins.play(session, now, drafter, second)
    if admin := actor_for(session, ids["icbc"]):
        demo_register.play(session, now, played[1], admin)


def _accounts(session: Session, password: str, now: datetime) -> dict[str, int]:
    """Make the accounts of the demonstration; return their ids by login."""
    by_code = by_codes(session, {each.institution for each in SIGN_INS if each.institution})
    ids = {}
    for each in SIGN_INS:
        new = accounts.add_account(
            session,
            login=each.login,
            name=each.name,
            role=each.role,
            unit_code=each.unit_code,
            institution_id=by_code[each.institution].id if each.institution else None,
            by=SYSTEM,
            at=now,
            password=password,
        )
        ids[each.login] = new.id
    session.flush()
    return ids


def _register(session: Session, now: datetime) -> None:
    rows = list(demo_institutions())
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    report = import_register(session, text.getvalue().encode(), by=SYSTEM, at=now)
    if not report.ok:
        raise RuntimeError(f"the packaged register is faulty: {report.as_json()['findings'][:3]}")
