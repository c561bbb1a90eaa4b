"""Regulator units, accounts, their tokens and recovery codes, and failed tries to sign in."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.rules import LEVELS
from portal.kernel.actor import INSTITUTION_ROLES, ROLES, STAFF_ROLES
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


def _among(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Unit(Base):
    """A unit of the regulator: head office, bureau or sub-bureau, with its territory (Art. 6, 30).

    The code is the six-digit division code of the territory; `prefix` begins its case numbers.
    """

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("code ~ '^[0-9]{6}$'", "code_is_a_division"),
        CheckConstraint("prefix ~ '^[A-Z]{2,12}$'", "prefix_is_letters"),
        CheckConstraint(_among("level", LEVELS), "level_is_known"),
        CheckConstraint(
            "(level = 'head_office') = (parent_code IS NULL)", "only_the_head_office_has_no_parent"
        ),
        CheckConstraint("parent_code <> code", "not_its_own_parent"),
        UniqueConstraint("name", deferrable=True, initially="DEFERRED"),
        Index(
            "uq_unit_head_office",
            "level",
            unique=True,
            postgresql_where=text("level = 'head_office'"),
        ),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    level: Mapped[str]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("unit.code"), index=True)
    department: Mapped[str]
    prefix: Mapped[str] = mapped_column(unique=True)


class Account(Base):
    """Somebody who may sign in, at exactly one unit or one institution.

    Without a password only API tokens open it. A session begun before `sessions_from` is void.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(_among("role", ROLES), "role_is_known"),
        CheckConstraint("login = lower(login) AND login <> ''", "login_is_lower_case"),
        CheckConstraint("language IN ('zh', 'en')", "language_is_known"),
        CheckConstraint(
            f"({_among('role', STAFF_ROLES)}) = (unit_code IS NOT NULL)", "staff_sit_at_a_unit"
        ),
        CheckConstraint(
            f"({_among('role', INSTITUTION_ROLES)}) = (institution_id IS NOT NULL)",
            "others_sit_at_an_institution",
        ),
        CheckConstraint(
            "totp_confirmed_at IS NULL OR totp_secret IS NOT NULL",
            "a_confirmed_factor_has_a_secret",
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    unit_code: Mapped[str | None] = mapped_column(ForeignKey("unit.code"), index=True)
    institution_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("institution.id"), index=True
    )
    password_hash: Mapped[str | None]
    must_change_password: Mapped[bool] = mapped_column(default=True)
    totp_secret: Mapped[str | None] = mapped_column(EncryptedText("account.totp_secret"))
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(default="zh")
    active: Mapped[bool] = mapped_column(default=True)
    sessions_from: Mapped[datetime]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class RecoveryCode(Base):
    """A code that stands in for the second factor once; stored as a keyed hash."""

    __tablename__ = "recovery_code"

    hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="CASCADE"), index=True
    )


class SignInTries(Base):
    """Failed tries by login name, whether or not an account has it, so that a lock tells nothing.

    The key is a keyed hash of the name: what somebody mistyped may be a password.
    """

    __tablename__ = "sign_in_tries"

    login_hash: Mapped[bytes] = mapped_column(primary_key=True)
    failed: Mapped[int] = mapped_column(SmallInteger)
    last_failed_at: Mapped[datetime] = mapped_column(index=True)
    locked_until: Mapped[datetime | None]


class ApiToken(Base):
    """A bearer token for the API, with the rights of its account's role; stored as a keyed hash."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("expires_at > created_at", "expires_after_creation"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), index=True)
    label: Mapped[str]
    prefix: Mapped[str]
    hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
