"""The one row that ties a database to its keys, so that no other keys are ever used on it."""

import hmac

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.db import Base
from portal.kernel.secrets import installed


class Installation(Base):
    """A check value of the index key, which stays the same for the life of a database."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_check: Mapped[bytes]


class ForeignKeys(Exception):
    """The keys at hand are not those that this database was founded with."""

    def __init__(self) -> None:
        super().__init__(
            "this database was founded with other keys: bring back its secrets.env, or set"
            " ZHUANBAN_FIELD_KEYS and ZHUANBAN_BLIND_KEY as they were"
        )


def _key_check() -> bytes:
    return installed().mac(b"installation", "key-check")


def found(session: Session) -> None:
    """Remember the keys of a new database."""
    row = {"id": 1, "key_check": _key_check()}
    session.execute(insert(Installation).values(row).on_conflict_do_nothing())


def check_keys(session: Session) -> None:
    """Raise ForeignKeys when the keys at hand would neither find nor open what is stored."""
    row = session.get(Installation, 1)
    if row is not None and not hmac.compare_digest(row.key_check, _key_check()):
        raise ForeignKeys
