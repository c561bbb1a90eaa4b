"""Whoever comes second reads in words what the first did: every act on record has a label."""

import ast

import pytest

from forwarding.lifecycle import COMPLAINT, FORWARDING
from portal.web import messages
from tests.guards.sources import files

_RECORDING = {"log", "record", "entry", "move_complaint", "move_forwarding"}


def _acts_in(source: str) -> set[str]:
    """Return the dotted names handed to what writes a case's audit lines."""
    found = set()
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        texts = {one.value for one in given if isinstance(one, ast.Constant)}
        if name in _RECORDING:
            found |= {t for t in texts if isinstance(t, str) and t.partition(".")[2]}
    return found


def recorded() -> list[str]:
    """Return every act that the commands and jobs write of a complaint, moves included."""
    moves = {f"complaint.{act}" for act in COMPLAINT.moves}
    moves |= {f"forwarding.{act}" for act in FORWARDING.moves}
    sources = [*files("forwarding/commands"), *files("forwarding/jobs")]
    said = set().union(*(_acts_in(path.read_text("utf-8")) for path in sources))
    return sorted((moves | said) - {"complaints.import"})  # of a file, not of a complaint


def test_the_acts_are_found():
    assert {"complaint.take_back", "complaint.recount", "letter.open"} < set(recorded())


@pytest.mark.parametrize("act", recorded())
def test_every_act_on_a_complaint_has_a_label(app, act):
    with app.test_request_context("/"):
        assert messages.label(act) != act
