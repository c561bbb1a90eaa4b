"""Files kept with inspections, rectification and measures."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.models import KeptFile


def files_about(session: Session, about: str, *about_ids: int) -> Sequence[KeptFile]:
    """Return the files that hang on some rows of one kind, the oldest first."""
    found = select(KeptFile).where(KeptFile.about == about, KeptFile.about_id.in_(about_ids))
    return session.scalars(found.order_by(KeptFile.id)).all()


def file_about(session: Session, about: str, about_id: int, file_id: int) -> KeptFile | None:
    """Return one file of a row; another row's is None."""
    return session.scalar(
        select(KeptFile).where(
            KeptFile.about == about, KeptFile.about_id == about_id, KeptFile.id == file_id
        )
    )
