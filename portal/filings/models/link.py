"""The secret link by which somebody's own calendar programme reads the filing calendar."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base


class CalendarLink(Base):
    """An account's one link; only a keyed hash of its secret part is kept, so it is shown once."""

    __tablename__ = "calendar_link"

    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    hash: Mapped[bytes] = mapped_column(unique=True)
    made_at: Mapped[datetime]
