"""Whatever anybody does in whatever order: receipt stays, dates are explained, nothing is lost."""

from collections import Counter
from datetime import datetime
from typing import ClassVar

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import forwarding.policy  # noqa: F401  (declares the permissions)
from forwarding.lifecycle import COMPLAINT, ENDED
from forwarding.models import Complaint, Forwarding, Telling
from forwarding.queries.narrowing import Wanted, narrow
from forwarding.queries.time_limits import limit_of
from forwarding.rules import forwarding_clock
from portal.kernel import amounts, arrangement, audit
from portal.kernel.actor import Actor
from portal.kernel.clock import ZONE, business_date
from portal.kernel.law import Breach
from portal.web.access import may
from tests import factories as make
from tests.stories.any_acts import ON_COMPLAINTS, ON_FORWARDINGS, ON_TELLINGS, Try, in_reach, later

BEGUN = datetime(2026, 2, 10, 9, tzinfo=ZONE)
ROLES = ("clerk", "triage", "supervisor", "inspector", "statistician", "auditor", "admin")
TERRITORIES = ("330106", "330203")
LISTED = ("due", "with_institution", "to_tell", "answered")
pick = st.integers(0, 5)
# Without these the test would show nothing.
EVERY_DAY = {"triage", "classify", "forward", "acknowledge", "report", "settle", "tell"}
USUAL = {
    "received": "triage",
    "triaged": "classify",
    "classified": "forward",
    "returned": "forward",
}
USUAL_FORWARDING = {"sent": "acknowledge", "acknowledged": "report", "reported": "settle"}


class Office(RuleBasedStateMachine):
    """A bureau, its neighbour and two banks, in which people try things."""

    session: Session
    institutions: tuple[int, ...]
    people: list[Actor]
    overseer: Actor
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.outer = self.session.begin_nested()
        self.at, self.cases, self.receipts = BEGUN, [], {}

    @classmethod
    def of(cls, session: Session) -> type["Office"]:
        """Return the office on a test's own database, its people entered once for all."""
        banks = [make.make_institution(session) for _ in range(2)]
        places = [(role, unit) for role in ROLES for unit in ("330000", "330200")]
        people = [make.make_officer(session, role, unit_code=unit) for role, unit in places]
        people += [make.make_desk_user(session, bank.id) for bank in banks]
        overseer = make.make_officer(session, "supervisor", unit_code="000000")
        session.commit()
        own = {"people": people, "overseer": overseer, "institutions": tuple(b.id for b in banks)}
        return type("Here", (cls,), {"session": session, **own})

    def teardown(self) -> None:
        """Check everything once more, the chain of the trail too, and take all of it back."""
        try:
            for number in self.cases:
                self.check(number)
            audit.seal(self.session)
            assert audit.verify(self.session).sound
        finally:
            self.session.rollback()

    @initialize(first=st.integers(0, 5), second=st.integers(0, 3), who=st.integers(1, 99))
    def a_day_has_begun(self, first, second, who):
        """Two complaints of one complainant are on their way, each as far as it may be."""
        for place, rounds in enumerate((first, second)):
            self.receive(TERRITORIES[0])
            for _ in range(rounds):
                self.usual(who, place, place)

    @rule(days=st.integers(0, 12), hours=st.integers(0, 9))
    def time_passes(self, days, hours):
        """Time only goes on; a year's end lies beyond the calendar that is loaded."""
        self.at = later(self.at, days, hours)

    @rule(place=st.sampled_from(TERRITORIES))
    def receive(self, place):
        """A complaint comes in."""
        case = make.receive_complaint(self.session, at=self.at, territory=place)
        self.cases.append(case.number)
        self.receipts[case.number] = (case.received_at, case.received_on)

    @rule(who=st.integers(0, 99), name=st.sampled_from(sorted(ON_COMPLAINTS)), n=pick, choice=pick)
    def act_on_a_complaint(self, who, name, n, choice):
        """Somebody tries an act on a case."""
        if self.cases:
            case = make.again(self.session, self.cases[n % len(self.cases)])
            self.attempt(who, ON_COMPLAINTS[name], case, case, choice)

    @rule(who=st.integers(0, 99), name=st.sampled_from(sorted(ON_FORWARDINGS)), n=pick, choice=pick)
    def act_on_a_forwarding(self, who, name, n, choice):
        """Somebody tries an act on a forwarding."""
        self.attempt_on(Forwarding, who, ON_FORWARDINGS[name], n, choice)

    @rule(who=st.integers(0, 99), name=st.sampled_from(sorted(ON_TELLINGS)), n=pick, choice=pick)
    def act_on_a_telling(self, who, name, n, choice):
        """Somebody tries to tell."""
        self.attempt_on(Telling, who, ON_TELLINGS[name], n, choice)

    @rule(who=st.integers(1, 99), n=pick, choice=pick, times=st.integers(1, 5))
    def carry_on(self, who, n, choice, times):
        """Somebody does what is usual next, so that cases come far."""
        for _ in range(times if self.cases else 0):
            self.usual(who, n, choice)

    def usual(self, who, n, choice):
        """Do what is usual next on a case and its forwardings."""
        case = make.again(self.session, self.cases[n % len(self.cases)])
        if case.state in USUAL:
            name = USUAL[case.state]
            self.attempt(who, ON_COMPLAINTS[name], case, case, choice)
        for row in make.forwardings_of(self.session, case):
            if row.state in USUAL_FORWARDING:
                name = USUAL_FORWARDING[row.state]
                self.attempt(who, ON_FORWARDINGS[name], case, row, choice)

    def attempt_on(self, table, who, act, n, choice):
        """Try an act on one of the rows that hang on a case, if there is any."""
        ids = self.session.scalars(select(table.id).order_by(table.id)).all()
        if ids:
            row = self.session.get_one(table, ids[n % len(ids)])
            case = make.again(
                self.session, self.session.get_one(Complaint, row.complaint_id).number
            )
            self.session.refresh(row, ["complaint"])
            self.attempt(who, act, case, row, choice)

    def attempt(self, who, act, case, row, choice):
        """Try an act as anybody: done with a line in the trail, or refused and nothing changed."""
        by = self.somebody(who, act, case, row)
        if by is None:
            return
        before = self.portrait(case.id)
        undone = self.session.begin_nested()
        try:
            act.do(self.trying(by, choice), row)
            self.session.flush()
            undone.commit()
        except Breach:
            undone.rollback()
            self.session.expire_all()
            assert self.portrait(case.id) == before
            return
        assert self.portrait(case.id)[0] > before[0], "an act without a line in the trail"
        self.done[act.name] += 1
        self.check(case.number)

    def somebody(self, who, act, case, row):
        """Return who tries: mostly somebody entitled, else hardly anything would ever be done."""
        able = [person for person in self.people if may(person, act.permission)]
        tried = self.people if who % 4 == 0 else able[who % 3 :] + able
        by = tried[who % len(tried)]
        near = [by, *able] if who % 4 else [by]
        return next((p for p in near if in_reach(self.session, p, act, case, row)), None)

    def trying(self, by, choice):
        """Return what an act is tried with."""
        return Try(self.session, by, self.at, self.institutions, choice, tuple(self.cases))

    def portrait(self, complaint_id):
        """Return how many lines the trail has on a case, and its states."""
        lines = len(audit.history(self.session, "complaint", complaint_id))
        states = [
            self.session.scalars(select(t.state).where(c == complaint_id).order_by(t.id)).all()
            for t, c in (
                (Complaint, Complaint.id),
                (Forwarding, Forwarding.complaint_id),
                (Telling, Telling.complaint_id),
            )
        ]
        return lines, states

    def check(self, number):
        """Check what must hold of every case at every moment."""
        case = make.again(self.session, number)
        assert (case.received_at, case.received_on) == self.receipts[number]
        assert case.state in COMPLAINT.states
        book, calendar = amounts.load(self.session), arrangement.load(self.session)
        account = forwarding_clock(case.clock_from, calendar, book=book)
        assert (case.due_on, case.provisional) == (account.due_on, account.provisional)
        for row in make.forwardings_of(self.session, case):
            limit = limit_of(self.session, row)
            assert (row.due_on, row.tier) == (limit.stored_due_on, limit.tier)
            assert row.state not in ("sent", "acknowledged") or row.paused_on == limit.paused_on
        if case.state not in ENDED:
            assert self.is_listed(case), f"{case.state} and on nobody's list"

    def is_listed(self, case):
        """Return whether a case stands on a list of work of whoever oversees all units."""
        today = business_date(self.at)
        wanted = (narrow(self.session, self.overseer, Wanted(queue=q), today) for q in LISTED)
        own = select(Complaint.id).where(Complaint.id == case.id)
        return any(self.session.scalar(own.where(*each.conditions)) for each in wanted)


def test_in_any_order_nothing_is_lost_and_every_date_is_explained(session):
    make.make_units(session)
    make.make_calendar(session)
    session.commit()

    quick = settings(
        max_examples=20,
        phases=(Phase.explicit, Phase.generate),  # shrinking a failure takes a quarter of an hour
        stateful_step_count=30,
        derandomize=True,  # the suite is free of luck; a longer run may be as random as it likes
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Office.of(session), settings=quick)
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0
    assert Office.done.keys() >= EVERY_DAY
