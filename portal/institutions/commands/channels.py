"""Keeping the complaint channels (Art. 8) and the aliases people know an institution by."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from portal.institutions.commands.register import SUBJECT, apply
from portal.institutions.commands.settling import settle
from portal.institutions.commands.standing import check_reach, load, take_turn, touch
from portal.institutions.entry import Channels, alias_faults, channel_faults
from portal.institutions.faults import refuse
from portal.institutions.models import Institution, InstitutionAlias
from portal.institutions.names import normalise
from portal.institutions.queries.lists import aliases as stored_aliases
from portal.kernel import audit
from portal.kernel.actor import Actor


def set_channels(
    session: Session,
    institution_id: int,
    stated: Channels,
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> Institution:
    """Set all channels of an institution (Art. 8); raises Unfit for a bad number or address."""
    refuse(channel_faults(stated))
    take_turn(session)
    row = load(session, institution_id, version)
    check_reach(by, row.territory)
    changed = apply(row, asdict(stated))
    if changed:
        touch(row, at)
        session.flush()
        audit.record(
            session,
            by=by,
            act="institution_channels",
            subject=(SUBJECT, row.id),
            at=at,
            article="8",
            facts={"changed": without_mailbox(changed)},
        )
    return row


def without_mailbox(changed: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave the mailbox of the notices out of the trail: it may name a person."""
    return {name: [] if name == "notice_email" else both for name, both in changed.items()}


def set_aliases(
    session: Session,
    institution_id: int,
    aliases: tuple[str, ...],
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> Institution:
    """Replace the aliases of an institution; raises Unfit for one that would match anything."""
    refuse(alias_faults(aliases))
    take_turn(session)
    row = load(session, institution_id, version)
    check_reach(by, row.territory)
    before = stored_aliases(session, row.id)
    if before != list(aliases):
        replace_aliases(session, {row.id: aliases})
        touch(row, at)
        settle(session, [row.id])
        audit.record(
            session,
            by=by,
            act="institution_aliases",
            subject=(SUBJECT, row.id),
            at=at,
            facts={"before": before, "after": list(aliases)},
        )
    return row


def replace_aliases(session: Session, wanted: dict[int, tuple[str, ...]]) -> None:
    """Store the aliases of many institutions in place of what they had."""
    if not wanted:
        return
    of = InstitutionAlias
    session.execute(delete(of).where(of.institution_id.in_(wanted)))
    rows = [
        {"institution_id": owner, "alias": alias, "key": normalise(alias)}
        for owner, aliases in wanted.items()
        for alias in aliases
    ]
    if rows:
        session.execute(insert(of), rows)
