"""The check of the audit chain: asked for by an auditor, done by the worker, kept in the trail."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.queries.people import actor_of
from portal.accounts.queries.trail import CHAIN
from portal.kernel import outbox
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.audit import Verdict, record

CHECK = "audit.verify"


def ask_for_check(session: Session, by: Actor, at: datetime) -> None:
    """Have the chain checked; asked twice within a minute it is done once."""
    key = f"{CHECK}:{by.account_id}:{at:%Y%m%d%H%M}"
    outbox.post(session, CHECK, key, {"account": by.account_id}, at)


def note_verdict(session: Session, verdict: Verdict, account_id: int | None, at: datetime) -> None:
    """Keep what a check of the chain found, under the name of whoever asked for it."""
    row = session.get(Account, account_id) if account_id else None
    by = actor_of(session, row) if row else SYSTEM
    facts = {"sealed": verdict.sealed, "unsealed": verdict.unsealed, "fault": verdict.fault}
    record(session, by=by, act="verify_audit", subject=CHAIN, at=at, facts=facts)
