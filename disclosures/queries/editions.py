"""Editions in sight: the regulator's own, what institutions received, what the public reads."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer

from disclosures.lifecycle import OPEN_EDITION, PUBLIC_EDITION
from disclosures.models import Edition
from disclosures.queries.material import HEAD_OFFICE
from portal.accounts.queries import territories, units_above
from portal.institutions.queries import by_codes, cards
from portal.kernel import keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

_PAGE = 30
_NEWEST = Order((Edition.id,), descending=True)
_WHOLE = (undefer(Edition.document), undefer(Edition.changes), undefer(Edition.correction))


def editions_visible_to(session: Session, actor: Actor) -> Select[Edition]:
    """Return the editions an actor may see.

    Staff: those of their unit and below, and every published one of the units above; an
    institution: published notices of the units over it and its branches; anybody else:
    published disclosures.
    """
    if actor.is_staff:
        return _for_staff(session, actor)
    public = Edition.state.in_(PUBLIC_EDITION)
    if actor.is_institution:
        return select(Edition).where(
            public, Edition.kind == "notice", Edition.unit_code.in_(_units_over(session, actor))
        )
    return select(Edition).where(public, Edition.kind == "disclosure")


def _for_staff(session: Session, actor: Actor) -> Select[Edition]:
    own = Edition.unit_code.in_(sorted(actor.unit_codes))
    above = units_above(session, actor.unit_code or HEAD_OFFICE)
    told = Edition.unit_code.in_(sorted(above)) & Edition.state.in_(PUBLIC_EDITION)
    return select(Edition).where(own | told)


def _units_over(session: Session, actor: Actor) -> list[str]:
    """Return the units whose notices reach an institution: those competent for it or a branch."""
    competent = territories(session)
    places = {card.territory for card in cards(session, actor.institution_ids).values()}
    found = {code for place in places if (code := competent(place))}
    return sorted({over for code in found for over in units_above(session, code)} | found)


def editions(
    session: Session, actor: Actor, position: Position | None, *, state: str = ""
) -> Page[Edition]:
    """Return a page of the editions in sight, the newest first."""
    found = editions_visible_to(session, actor)
    if state:
        found = found.where(Edition.state == state)
    rows = session.scalars(_NEWEST.apply(found, position, _PAGE)).all()
    return keyset.page(rows, position, _PAGE, lambda row: (row.id,))


def edition(session: Session, actor: Actor, edition_id: int) -> Edition | None:
    """Return an edition in sight with its document."""
    found = editions_visible_to(session, actor).where(Edition.id == edition_id)
    return session.scalar(found.options(*_WHOLE))


def public_editions(session: Session, position: Position | None) -> Page[Edition]:
    """Return a page of published disclosures, superseded ones left out, the newest first."""
    found = select(Edition).where(Edition.kind == "disclosure", Edition.state == "published")
    rows = session.scalars(_NEWEST.apply(found, position, _PAGE)).all()
    return keyset.page(rows, position, _PAGE, lambda row: (row.id,))


def public_edition(session: Session, edition_id: int) -> Edition | None:
    """Return a disclosure that was published, superseded or not, with its document."""
    found = select(Edition).where(
        Edition.id == edition_id,
        Edition.kind == "disclosure",
        Edition.state.in_(PUBLIC_EDITION),
    )
    return session.scalar(found.options(*_WHOLE))


def extract(session: Session, edition_id: int) -> dict | None:
    """Return the extract of an edition that its caller has in sight."""
    return session.scalar(select(Edition.extract).where(Edition.id == edition_id))


def superseded_by(session: Session, edition_id: int) -> Edition | None:
    """Return the published edition that corrects this one."""
    found = select(Edition).where(
        Edition.corrects_id == edition_id, Edition.state.in_(PUBLIC_EDITION)
    )
    return session.scalar(found.options(undefer(Edition.correction)).order_by(Edition.id))


def same_bulletin(row: Edition) -> Select[Edition]:
    """Return the statement for editions of the same bulletin."""
    return select(Edition).where(
        Edition.kind == row.kind,
        Edition.sector == row.sector,
        Edition.period == row.period,
        Edition.unit_code == row.unit_code,
        Edition.compare == row.compare,
    )


def open_edition(session: Session, row: Edition) -> Edition | None:
    """Return what is being made of the same bulletin."""
    return session.scalar(same_bulletin(row).where(Edition.state.in_(OPEN_EDITION)))


def named_in(session: Session, row: Edition) -> list[int]:
    """Return the legal entities that an edition has figures of."""
    tables = row.document["categories"]
    codes = {line["code"] for table in tables for line in table["institutions"]}
    return sorted(card.id for card in by_codes(session, codes).values())


def due(session: Session, at: datetime) -> Sequence[int]:
    """Return the approved editions whose time has come."""
    found = select(Edition.id).where(Edition.state == "approved", Edition.publish_at <= at)
    return session.scalars(found.order_by(Edition.publish_at, Edition.id)).all()
