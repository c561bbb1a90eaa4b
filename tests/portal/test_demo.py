"""The demonstration: seeded once, by real commands, with every state present."""

import io
from functools import partial

from sqlalchemy import func, select

from forwarding.lifecycle import COMPLAINT, FOLLOW_UP, FORWARDING, TELLING
from forwarding.models import (
    BulkItem,
    Complaint,
    FollowUp,
    Forwarding,
    LetterTemplate,
    Mediation,
    Telling,
    TimeLimitAct,
)
from forwarding.rules.wording import FIELDS
from inspections.lifecycle import WATCH
from inspections.models import GROUNDS, Inspection, WatchEntry
from portal import demo, demo_office
from portal.filings.models import Filing, Metric
from portal.institutions.models import InstitutionProposal
from portal.kernel import audit, clock, exports, tasks
from portal.migrations import found
from portal.web.i18n import translated
from portal.worker import load_handlers
from tests import factories as make


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
    the_office_shows_every_state(session)
    every_ledger_can_be_written(session)
    before = session.scalars(select(Complaint.number)).all()
    session.rollback()
    assert demo.seed(database, settings) == lines
    assert session.scalars(select(Complaint.number)).all() == before
    audit.seal(session)
    assert audit.verify(session).sound


def the_office_shows_every_state(session):
    """Follow-ups, wordings, batches, downloads and the watch list: each state is there."""

    def held(column):
        return set(session.scalars(select(column)))

    assert held(FollowUp.state) == set(FOLLOW_UP.states)
    answered = select(func.count()).where(FollowUp.state == "answered")
    assert session.scalar(answered) == len(demo_office._CALLS)
    assert held(LetterTemplate.purpose) == FIELDS.keys()
    assert held(LetterTemplate.active) == {True, False}
    assert held(BulkItem.outcome) == {"done", "had", "refused", None}
    assert held(WatchEntry.state) == set(WATCH.states)
    assert held(Inspection.state) == {"archived", "facts_put", "under_way", "proposed"}
    assert held(WatchEntry.ground) == set(GROUNDS)
    assert {"desk.bundle", "complaints.bulk"} <= held(tasks.Task.kind)
    assert held(InstitutionProposal.state) == {"proposed", "refused"}
    filed = {tuple(row) for row in session.execute(select(Filing.kind, Filing.state))}
    assert {("persons", "accepted"), ("policy", "accepted"), ("policy", "submitted")} <= filed
    assert {("data_return", "accepted"), ("data_return", "failed")} <= filed
    assert ("disclosure", "accepted") in filed
    usual = {"outlets", "personal_customers", "premium_income"}
    assert held(Metric.metric) == usual | {"policies", "insured_persons"}


def every_ledger_can_be_written(session):
    """All that leaves as a file has rows here, in both languages."""
    load_handlers()
    for language in ("zh", "en"):
        told = {}
        for kind, ledger in exports.ledgers().items():
            by = make.make_officer(
                session, "auditor" if kind == "audit" else "supervisor", "000000"
            )
            say = partial(translated, tongue=language)
            asked = exports.Asked(by, {}, "none", clock.today(), say)
            told[kind], _header = exports.write(
                session, ledger, asked, "xlsx", io.BytesIO(), title=kind
            )
        assert {kind for kind, rows in told.items() if not rows} <= {"evaluations", "proposals"}
