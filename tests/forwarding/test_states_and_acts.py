"""Every act in every state: the table says which are legal, and the commands keep to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from forwarding.lifecycle import COMPLAINT, FORWARDING
from portal.kernel.law import Breach
from tests import factories as make
from tests.stories.any_acts import ON_COMPLAINTS, ON_FORWARDINGS, Try

LATER = make.DAY + timedelta(hours=2)
SURROUNDINGS = {
    "nothing_to_resume",
    "second_officer",
    "already_forwarded",
    "merge_with_institution",
    "hand_over_while_handled",
}
"""What may forbid an act that the state itself would allow; each has tests of its own."""


class Bench:
    """Cases in every state, each brought there by the real commands."""

    def __init__(self, house: Any) -> None:
        self.session = house
        self.first, self.second, self.third = (make.make_institution(house) for _ in range(3))
        self.officer = make.make_officer(house, "triage")
        self.other = make.make_officer(house, "supervisor")
        self.earlier = make.receive_complaint(house, at=make.DAY - timedelta(days=1)).number

    def trying(self, by: Any = None) -> Try:
        """Return what an act is tried with."""
        ids = (self.third.id, self.first.id)
        return Try(self.session, by or self.other, LATER, ids, 0, (self.earlier,))

    def attempt(self, act: Any, row: Any) -> str | None:
        """Try an act by a second officer and take it back; return what it was refused for."""
        within = self.session.begin_nested()
        try:
            act.do(self.trying(), row)
            self.session.flush()
        except Breach as breach:
            return breach.code
        else:
            self.reached = row.state
            return None
        finally:
            within.rollback()
            self.session.expire_all()

    def complaint(self, state: str) -> Any:
        """Return a complaint in a state."""
        return _COMPLAINTS[state](self)

    def forwarding(self, state: str) -> Any:
        """Return a forwarding in a state, with its complaint."""
        case = make.forwarded(self.session, self.first.id, by=self.officer)
        row = make.forwardings_of(self.session, case)[0]
        for step in _FORWARDINGS[state]:
            step(self, row)
        self.session.flush()
        return make.forwardings_of(self.session, case)[0]


def _acted(name: str, before: str) -> Callable[[Bench], Any]:
    """Return how a state is reached: by one act from the state before."""

    def reach(bench: Bench) -> Any:
        case = make.again(bench.session, bench.complaint(before).number)
        by = bench.officer if name.startswith("propose") else bench.other
        ON_COMPLAINTS[name].do(bench.trying(by), case)
        bench.session.flush()
        return case

    return reach


def _returned(bench: Bench) -> Any:
    case = make.forwarded(bench.session, bench.first.id, bench.second.id, by=bench.officer)
    make.returned(bench.session, make.forwardings_of(bench.session, case)[0])
    return case


def _answered(bench: Bench) -> Any:
    case = make.forwarded(bench.session, bench.first.id, by=bench.officer)
    make.reported(bench.session, make.forwardings_of(bench.session, case)[0])
    return case


_COMPLAINTS: dict[str, Callable[[Bench], Any]] = {
    "received": lambda b: make.receive_complaint(b.session),
    "triaged": lambda b: make.triaged(b.session),
    "classified": lambda b: make.classified(b.session),
    "diversion_proposed": _acted("propose_diversion", "classified"),
    "diverted": _acted("divert", "diversion_proposed"),
    "returned": _returned,
    "forwarded": lambda b: make.forwarded(b.session, b.first.id, by=b.officer),
    "answered": _answered,
    "closed": lambda b: make.closed(b.session, b.first.id),
    "non_acceptance_proposed": _acted("propose_non_acceptance", "classified"),
    "not_accepted": _acted("not_accept", "non_acceptance_proposed"),
    "withdrawn": _acted("withdraw", "received"),
    "merged": _acted("merge", "received"),
}
_FORWARDINGS: dict[str, tuple[Callable[[Bench, Any], object], ...]] = {
    "sent": (),
    "acknowledged": (lambda b, row: make.acknowledged(b.session, row),),
    "returned": (lambda b, row: make.returned(b.session, row),),
    "reported": (lambda b, row: make.reported(b.session, row),),
    "settled": (
        lambda b, row: make.reported(b.session, row),
        lambda b, row: ON_FORWARDINGS["settle"].do(b.trying(), row),
    ),
    "withdrawn": (lambda b, row: ON_COMPLAINTS["withdraw"].do(b.trying(), row.complaint),),
}
FOLLOWING = {"take_back", "answer", "send_back", "close", "reopen"}
"""Moves of a complaint that follow from its forwardings."""


@pytest.fixture
def bench(house):
    """A bench on the house of the tests."""
    return Bench(house)


def test_every_move_of_a_complaint_is_an_act_or_follows_from_one():
    assert ON_COMPLAINTS.keys() | FOLLOWING >= COMPLAINT.moves.keys()


def test_every_move_of_a_forwarding_is_an_act_or_follows_from_one():
    assert ON_FORWARDINGS.keys() | {"withdraw"} >= FORWARDING.moves.keys()


@pytest.mark.parametrize("state", COMPLAINT.states)
def test_a_complaint_in_each_state_allows_the_acts_of_its_table_and_no_other(bench, state):
    case = bench.complaint(state)
    assert case.state == state
    for name in COMPLAINT.moves.keys() & ON_COMPLAINTS.keys():
        refused = bench.attempt(ON_COMPLAINTS[name], make.again(bench.session, case.number))
        if state not in COMPLAINT.moves[name].start:
            assert refused is not None, name
        else:
            assert refused is None or refused in SURROUNDINGS, (name, refused)
            assert refused or bench.reached == COMPLAINT.moves[name].to, name
        assert make.again(bench.session, case.number).state == state


@pytest.mark.parametrize("state", FORWARDING.states)
def test_a_forwarding_in_each_state_allows_the_acts_of_its_table_and_no_other(bench, state):
    row = bench.forwarding(state)
    number = row.complaint.number
    assert row.state == state
    for name in FORWARDING.moves.keys() & ON_FORWARDINGS.keys():
        (fresh,) = make.forwardings_of(bench.session, make.again(bench.session, number))
        refused = bench.attempt(ON_FORWARDINGS[name], fresh)
        legal = state in FORWARDING.moves[name].start
        assert (refused is None) == legal, (name, refused)
        assert not legal or bench.reached == FORWARDING.moves[name].to
