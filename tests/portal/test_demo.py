"""The demonstration: seeded once, by real commands, with every state present."""

from sqlalchemy import select

from forwarding.lifecycle import COMPLAINT, FORWARDING, TELLING
from forwarding.models import Complaint, Forwarding, Mediation, Telling, TimeLimitAct
from portal import demo
from portal.kernel import audit
from portal.migrations import found


def test_the_demonstration_shows_every_state_and_is_seeded_once(
    database, session, settings, frozen
):
    frozen("2026-11-20T16:00+08:00")
    found(database)
    lines = demo.seed(database, settings)
    assert {each.role for each in demo.SIGN_INS} == {line.split()[1] for line in lines[1:]}
    moved = set(session.scalars(select(TimeLimitAct.kind)))
    assert {"extension", "exclusion"} <= moved
    assert {"accepted", "ended"} == set(session.scalars(select(Mediation.state)))
    assert set(session.scalars(select(Complaint.state))) == set(COMPLAINT.states)
    assert set(session.scalars(select(Forwarding.state))) == set(FORWARDING.states)
    assert set(session.scalars(select(Telling.state))) == set(TELLING.states)
    before = session.scalars(select(Complaint.number)).all()
    session.rollback()
    assert demo.seed(database, settings) == lines
    assert session.scalars(select(Complaint.number)).all() == before
    audit.seal(session)
    assert audit.verify(session).sound
