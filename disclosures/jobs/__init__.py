"""What follows a publication: institutions are told of a notice, the public's cube opens."""

from datetime import datetime

from sqlalchemy.orm import Session

from disclosures.commands.cube import open_cube
from disclosures.models import Edition
from disclosures.queries.editions import named_in
from disclosures.words import SECTORS
from portal.institutions.notices import to_institution
from portal.kernel import links
from portal.kernel.actor import SYSTEM
from portal.kernel.outbox import OutboxMessage, handler, post


@handler("edition.published")
def after_publication(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Have institutions told of a notice, and a disclosure of the head office's put in the cube."""
    row = session.get_one(Edition, message.payload["edition_id"])
    if row.kind == "notice":
        for institution_id in named_in(session, row):
            payload = {"edition_id": row.id, "institution_id": institution_id}
            post(session, "edition.told", f"edition:{row.id}:told:{institution_id}", payload, at)
    else:
        post(session, "cube.open", f"edition:{row.id}:cube", {"edition_id": row.id}, at)


@handler("cube.open")
def publish_slices(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Publish the quarters of a disclosed period in the cube (Art. 37)."""
    open_cube(session, message.payload["edition_id"], by=SYSTEM, at=at)


@handler("edition.told")
def tell_of_notice(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell one institution that a notice with figures of its own was published (Art. 37)."""
    row = session.get_one(Edition, message.payload["edition_id"])
    about = {
        "sector": SECTORS[row.sector],
        "period": row.period,
        "number": row.number,
        "corrected": row.corrects_id is not None,
        "link": links.to(f"/desk/bulletins/{row.id}"),
    }
    to = message.payload["institution_id"]
    to_institution(session, to, "bulletin_published", key=message.key, at=at, **about)
