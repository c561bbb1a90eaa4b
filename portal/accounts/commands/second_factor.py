"""The second factor: time-based codes (RFC 6238), each good once, and recovery codes."""

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from portal.accounts.commands import tries
from portal.accounts.commands.sign_in import Outcome, failed, row_of
from portal.accounts.models import Account, RecoveryCode
from portal.accounts.queries.people import actor_of
from portal.accounts.rules import TOTP_DRIFT, TOTP_SECONDS, SignInRules
from portal.kernel.actor import Actor
from portal.kernel.audit import record
from portal.kernel.secrets import hash_code, new_code

RECOVERY_CODES = 10


def begin_second_factor(session: Session, account_id: int, at: datetime) -> bool:
    """Give an account without a confirmed factor a new secret; False when it has one already."""
    row = row_of(session, account_id)
    if row.totp_confirmed_at is not None:
        return False
    if row.totp_secret is None:
        row.totp_secret = pyotp.random_base32()
    return True


def _step(secret: str, code: str, at: datetime) -> int | None:
    """Return the time step whose code this is, within the drift; every step is compared."""
    now, found = int(at.timestamp()) // TOTP_SECONDS, None
    otp = pyotp.TOTP(secret, interval=TOTP_SECONDS)
    for step in range(now - TOTP_DRIFT, now + TOTP_DRIFT + 1):
        if hmac.compare_digest(otp.generate_otp(step).encode(), code.encode()):
            found = step
    return found


def _plain(code: str) -> str:
    return "".join(sign for sign in code if sign.isalnum())


def confirm_second_factor(
    session: Session, account_id: int, code: str, at: datetime
) -> list[str] | None:
    """Confirm a secret by its first code; returns the recovery codes, or None when it is wrong."""
    row = row_of(session, account_id)
    if row.totp_secret is None or row.totp_confirmed_at is not None:
        return None
    step = _step(row.totp_secret, _plain(code), at)
    if step is None:
        return None
    row.totp_confirmed_at, row.totp_last_step = at, step
    record(
        session,
        by=actor_of(session, row),
        act="confirm_second_factor",
        subject=("account", row.id),
        at=at,
    )
    return _new_recovery_codes(session, row.id)


def _new_recovery_codes(session: Session, account_id: int) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [new_code() for _ in range(RECOVERY_CODES)]
    rows = [{"hash": hash_code(code), "account_id": account_id} for code in codes]
    session.execute(insert(RecoveryCode), rows)
    return codes


def verify_second_factor(
    session: Session, account_id: int, code: str, at: datetime, rules: SignInRules
) -> Outcome:
    """Check a code or a recovery code; failures count towards the lock, a code is good once."""
    row = row_of(session, account_id)
    before = tries.take(session, row.login)
    if before.is_locked(at):
        return Outcome(refusal="locked", locked_until=before.locked_until)
    if not row.active or row.totp_secret is None or row.totp_confirmed_at is None:
        return Outcome(refusal="off")
    plain = _plain(code)
    step = _step(row.totp_secret, plain, at)
    if step is not None and step > (row.totp_last_step or 0):
        row.totp_last_step = step
        return Outcome(row.id)
    if step is None and _use_recovery_code(session, row, plain, at):
        return Outcome(row.id)
    outcome = failed(session, row.login, row, at, rules, before)
    if step is not None and outcome.refusal == "wrong":
        return Outcome(refusal="replayed")
    return outcome


def _use_recovery_code(session: Session, row: Account, code: str, at: datetime) -> bool:
    used = session.scalars(
        delete(RecoveryCode)
        .where(RecoveryCode.hash == hash_code(code), RecoveryCode.account_id == row.id)
        .returning(RecoveryCode.account_id)
    ).all()
    if used:
        by = actor_of(session, row)
        record(session, by=by, act="use_recovery_code", subject=("account", row.id), at=at)
    return bool(used)


def reset_second_factor(session: Session, account_id: int, by: Actor, at: datetime) -> None:
    """Take an account's second factor and recovery codes away and void its sessions."""
    row = row_of(session, account_id)
    row.totp_secret = row.totp_confirmed_at = row.totp_last_step = None
    row.sessions_from = at
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    record(session, by=by, act="reset_second_factor", subject=("account", account_id), at=at)


def replace_second_factor(
    session: Session, account_id: int, code: str, by: Actor, at: datetime, rules: SignInRules
) -> Outcome:
    """Begin a new second factor in place of the one that `code` proves."""
    outcome = verify_second_factor(session, account_id, code, at, rules)
    if outcome.account_id is not None:
        reset_second_factor(session, account_id, by, at)
        begin_second_factor(session, account_id, at)
    return outcome
