"""The description is true: whatever is sent, by whoever sends it, is answered as it promises."""

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from tests import factories as make

DESCRIPTION = "/api/v1/openapi.json"
# A description cannot say which division codes exist, so not all it allows can be accepted; and
# the other check cannot call an application in its own process (see test_access.py instead).
NOT_RUN = ("positive_data_acceptance", "ignored_auth")
# What is called in one go; a case that was given back reveals nobody, so that is called before.
OF_ROLE: dict[str, tuple[tuple[str, ...], ...]] = {
    "clerk": (("receive_complaint", "upload_file"),),
    "triage": (("get_complaint", "forward_complaint"),),
    "institution": (
        ("reveal_parties",),
        (
            *("list_forwardings", "get_forwarding", "get_attachment", "sign_for_forwarding"),
            *("return_forwarding", "report_on_forwarding"),
        ),
    ),
}


@dataclass
class Run:
    """What came of calling: every fault, and which call was answered with which status."""

    faults: list[str] = field(default_factory=list)
    answered: set[tuple[str, int]] = field(default_factory=set)

    def note(self, event: Any) -> None:
        """Take over what one event tells."""
        if isinstance(event, (events.NonFatalError, events.FatalError)):
            self.faults.append(str(event))
        if isinstance(event, events.ScenarioFinished):
            recorder = event.recorder
            for each in recorder.interactions.values():
                self.answered.add((recorder.label, each.response.status_code))
            for check in chain.from_iterable(recorder.checks.values()):
                if found := check.failure_info:
                    text = f"{recorder.label}: {found.failure.message}\n{found.code_sample}"
                    self.faults.append(text)


def run(app, plain: str | None, calls: tuple[str, ...] = (), **settings: Any) -> Run:
    """Call what the description tells of, as the holder of a token."""
    config = SchemathesisConfig.from_dict(
        {
            "headers": {"Authorization": f"Bearer {plain}"} if plain else {},
            "seed": 1,
            "continue-on-failure": True,
            "generation": {"deterministic": True, "max-examples": 8, "database": "none"},
            "checks": {name: {"enabled": False} for name in NOT_RUN},
            **settings,
        }
    )
    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, app, config=config)
    if calls:
        schema = schema.include(operation_id=list(calls))
    done = Run()
    for event in from_schema(schema).execute():
        done.note(event)
    return done


@pytest.fixture
def answering(app):
    """The application as it runs: an error that nobody expected is a 500, not a raise."""
    app.testing = False
    return app


def test_every_call_is_described_for_the_openapi_version_promised(app):
    described = app.test_client().get(DESCRIPTION).json
    routes = [r.endpoint for r in app.url_map.iter_rules() if r.rule.startswith("/api/")]
    calls = {o["operationId"] for path in described["paths"].values() for o in path.values()}
    assert described["openapi"] == "3.1.0"
    assert {endpoint.partition(".")[2] for endpoint in routes} - calls == {"openapi"}
    assert schemathesis.openapi.from_dict(described).validate() is None


def test_without_a_token_every_call_answers_as_described(answering, caller):
    brief = {"stateful": {"enabled": False}, "coverage": {"enabled": False}}
    assert run(answering, None, phases=brief).faults == []


def test_the_public_clock_answers_as_described(answering, caller):
    done = run(answering, None, ("count_time_limit",))
    assert done.faults == []
    assert {("GET /api/v1/public/clock", status) for status in (200, 422)} <= done.answered


SUCCESSES = {
    "clerk": {("POST /api/v1/complaints", 201), ("POST /api/v1/uploads", 201)},
    "triage": {("GET /api/v1/complaints/{number}", 200)},
    "institution": {
        ("GET /api/v1/forwardings", 200),
        ("GET /api/v1/forwardings/{forwarding_id}", 200),
        ("POST /api/v1/forwardings/{forwarding_id}/receipt", 201),
        ("POST /api/v1/forwardings/{forwarding_id}/reveals", 201),
    },
}


@pytest.mark.parametrize("role", SUCCESSES)
def test_a_role_s_calls_answer_as_described(answering, caller, house, bank, role):
    own = {"institution_id": bank.id} if role == "institution" else {}
    who, (row,) = caller(role, **own), make.forwardings_of(house, make.forwarded(house, bank.id))
    number = make.classified(house).number
    house.commit()
    parameters = {"forwarding_id": row.id, "number": number}
    runs = [run(answering, who.plain, calls, parameters=parameters) for calls in OF_ROLE[role]]
    assert [fault for done in runs for fault in done.faults] == []
    assert SUCCESSES[role] - set().union(*(done.answered for done in runs)) == set()
