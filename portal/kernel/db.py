"""One database dialect, one session per request or message, one place that commits."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import BigInteger, DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session
from sqlalchemy.types import TypeDecorator

from portal.kernel.clock import aware

Found = TypeVar("Found")
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A timestamp with zone that refuses naive datetimes on the way in and gives UTC back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a naive datetime before it reaches the database."""
        return None if value is None else aware(value)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the stored instant in UTC."""
        return None if value is None else aware(value)


class Base(DeclarativeBase):
    """The mapped base of every package; `datetime` maps to an aware instant."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {
        int: BigInteger,
        datetime: Instant(),
        dict[str, Any]: JSONB,
        list[str]: JSONB,
    }


def connect(url: str, **options: Any) -> Engine:
    """Return an engine for a PostgreSQL URL (`postgresql://…`), with psycopg 3 as its driver."""
    dialect, _, rest = url.partition("://")
    if dialect.split("+")[0] not in {"postgresql", "postgres"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql:// (found {dialect}://)")
    options.setdefault("pool_pre_ping", True)
    # The text of an error would quote what a statement carries: personal data is in no log.
    options.setdefault("hide_parameters", True)
    options.setdefault("pool_size", 16)
    options.setdefault("max_overflow", 16)
    # An unreachable host must not hold a thread for minutes.
    options.setdefault("connect_args", {"connect_timeout": 5})
    return create_engine(f"postgresql+psycopg://{rest}", **options)


def make_session(engine: Engine) -> Session:
    """Return a session whose objects stay readable after the commit."""
    return Session(engine, expire_on_commit=False)


def once(session: Session, key: Hashable, find: Callable[[], Found]) -> Found:
    """Return what was found under a key in this transaction, finding it when it is asked for first.

    Held until the transaction ends or the session writes anything: what a page asks for in many
    places is read once, and an act never sees what stood before it.
    """
    known = session.info.setdefault(_ONCE, {})
    if key not in known:
        known[key] = find()
    found: Found = known[key]
    return found


_ONCE = "once"


def _forget(session: Session, *_about: object) -> None:
    session.info.pop(_ONCE, None)


@event.listens_for(Session, "do_orm_execute")
def _forget_when_written(state: ORMExecuteState) -> None:
    if not state.is_select:
        _forget(state.session)


for _end in ("after_flush", "after_commit", "after_rollback", "after_soft_rollback"):
    event.listen(Session, _end, _forget)


_doorbell: list[Callable[[], None]] = []


def set_doorbell(ring: Callable[[], None] | None) -> None:
    """Name what is called after a commit that posted to the outbox; it must never raise."""
    _doorbell[:] = [ring] if ring else []


@contextmanager
def transaction(session: Session) -> Iterator[Session]:
    """Commit once when the block ends well, else roll everything back; then ring the doorbell."""
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        session.info.pop("posted", None)
        raise
    if session.info.pop("posted", False):
        for ring in _doorbell:
            ring()
