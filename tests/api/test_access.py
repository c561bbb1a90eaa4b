"""Who reaches what by token: every call × every role, and never another's case."""

from datetime import datetime, timedelta

import pytest

from portal.accounts import commands, queries
from portal.kernel import clock
from portal.kernel.actor import ROLES, SYSTEM
from tests import factories as make
from tests.api.conftest import NOW, Caller, complaint, report
from tests.browsing import Visitor

STAFF = {"clerk", "triage", "supervisor"}
DESK = {"institution", "institution_admin"}
RETURN = {"reason": "not_ours", "text": "不是本行。"}
CALLS = [
    ("POST", "/complaints", complaint(external_ref=...), STAFF),
    ("GET", "/complaints/{number}", None, STAFF | {"inspector", "statistician"}),
    (
        "POST",
        "/complaints/{number}/forwardings",
        {"institution_codes": ["T900"]},
        {"triage", "supervisor"},
    ),
    ("POST", "/uploads", None, STAFF | DESK),
    ("GET", "/forwardings", None, DESK),
    ("GET", "/forwardings/{id}", None, DESK),
    ("GET", "/forwardings/{id}/attachments/x", None, DESK),
    ("POST", "/forwardings/{id}/receipt", None, DESK),
    ("POST", "/forwardings/{id}/return", RETURN, DESK),
    ("POST", "/forwardings/{id}/report", report(), DESK),
    ("POST", "/forwardings/{id}/reveals", {"reason": "联系投诉人"}, DESK),
]


def made(who, method, path, body, **parts):
    sent = {} if body is None else {"json": body}
    return who(method, path.format(**parts), **sent)


@pytest.fixture
def everybody(caller, bank):
    """A caller for every role; institutions are the bank's."""
    return {
        role: caller(role, **({"institution_id": bank.id} if role in DESK else {}))
        for role in ROLES
    }


def test_every_call_is_open_to_its_roles_and_to_no_other(everybody, desk):
    parts = {"number": desk[1].complaint.number, "id": desk[1].id}
    wrong = []
    for method, path, body, allowed in CALLS:
        for role, who in everybody.items():
            status = made(who, method, path, body, **parts).status_code
            if (status == 403) == (role in allowed) or status in {401, 500}:
                wrong.append(f"{method} {path} as {role}: {status}")
    assert wrong == []


def test_without_a_token_nothing_but_the_public_calls_answers(caller, desk):
    parts = {"number": desk[1].complaint.number, "id": desk[1].id}
    for method, path, body, _roles in CALLS:
        answer = made(caller(), method, path, body, **parts)
        assert (answer.status_code, answer.content_type) == (401, "application/problem+json"), path
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert caller().get("/public/clock?rule=33&from=2026-03-02").status_code == 200
    assert caller().get("/openapi.json").status_code == 200


NO_TOKENS = ("", "Bearer", "Bearer ", "Bearer zb_wrong", "Basic dTpw", "Bearer \xff")


def test_a_token_that_is_none_is_refused(caller):
    anybody = caller()
    for header in (*NO_TOKENS, "Bearer " + "x" * 9000):
        answer = anybody.get("/forwardings", headers={"Authorization": header})
        assert answer.status_code == 401, header[:20]


def test_a_token_ends_by_time_and_by_revocation(app, house, caller, frozen):
    who, later = caller("clerk"), datetime.fromisoformat(NOW) + timedelta(days=1, seconds=1)
    by_day = {"by": SYSTEM, "at": clock.now()}
    new = commands.create_token(house, who.account_id, label="2", days=1, **by_day)
    house.commit()
    brief = Caller(app, new.plain)
    assert brief.post("/complaints", complaint()).status_code == 201
    frozen(later)
    assert brief.post("/complaints", complaint()).status_code == 401
    assert who.post("/complaints", complaint()).status_code == 200
    for token in queries.tokens_of(house, who.account_id):
        commands.revoke_token(house, who.account_id, token.id, SYSTEM, later)
    house.commit()
    assert who.post("/complaints", complaint()).status_code == 401


def test_a_browser_s_session_counts_for_nothing(app, house, caller):
    visitor = Visitor(app).enter(house, "triage")
    assert visitor.get("/staff/").status_code == 200
    answer = visitor.get("/api/v1/complaints/ZJ-2026-03-000001")
    assert answer.status_code == 401
    posted = visitor.client.post("/api/v1/complaints", json=complaint())
    assert (posted.status_code, posted.headers.get("Set-Cookie")) == (401, None)


def test_another_institution_gets_404_in_every_way(caller, house, desk):
    row = desk[1]
    file = make.attached(house, make.again(house, row.complaint.number), make.make_file(house))
    rival = make.make_institution(house, "T902", "对手银行")
    house.commit()
    spy = caller("institution", institution_id=rival.id)
    address = f"/forwardings/{row.id}"
    calls = [
        spy.get(address),
        spy.get(f"{address}/attachments/{file.public_id}"),
        spy.post(f"{address}/receipt"),
        spy.post(f"{address}/return", RETURN),
        spy.post(f"{address}/report", report()),
        spy.post(f"{address}/reveals", {"reason": "想看一看"}),
    ]
    assert [answer.status_code for answer in calls] == [404] * 6
    assert spy.get("/forwardings").json == {"items": [], "next_cursor": None}
    assert make.again(house, row.complaint.number).state == "forwarded"


def test_a_head_office_reaches_its_branch_and_no_branch_its_head_or_sister(caller, house, bank):
    branches = [
        make.make_institution(house, code, f"样例银行{code}", parent=bank, territory="330100")
        for code in ("T910", "T911")
    ]
    (row,) = make.forwardings_of(house, make.forwarded(house, branches[0].id))
    house.commit()
    statuses = [
        caller("institution", institution_id=of.id).get(f"/forwardings/{row.id}").status_code
        for of in (bank, *branches)
    ]
    assert statuses == [200, 200, 404]


def test_an_institution_is_not_shown_what_others_were_asked(caller, house, bank):
    other = make.make_institution(house, "T903", "第三银行")
    rows = make.forwardings_of(house, make.forwarded(house, bank.id, other.id))
    house.commit()
    text = (
        caller("institution", institution_id=bank.id)
        .get(f"/forwardings/{rows[0].id}")
        .get_data(as_text=True)
    )
    assert "样例银行" in text
    assert "第三银行" not in text and "T903" not in text


def test_staff_of_another_territory_get_404(caller, house, bank):
    number = make.classified(house).number
    house.commit()
    away = caller("triage", unit_code="110000")
    assert away.get(f"/complaints/{number}").status_code == 404
    sent = away.post(f"/complaints/{number}/forwardings", {"institution_codes": ["T900"]})
    assert sent.status_code == 404
    assert caller("triage", unit_code="000000").get(f"/complaints/{number}").status_code == 200


def test_an_upload_serves_its_own_sender_alone(caller):
    mine = caller("clerk").upload().json["id"]
    answer = caller("clerk").post("/complaints", complaint(attachments=[mine]))
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "unknown_upload")


def test_the_public_clock_has_a_limit_for_each_address(caller):
    anybody, path = caller(), "/public/clock?rule=18&from=2026-03-02"
    statuses = [anybody.get(path).status_code for _number in range(120)]
    refused = anybody.get(path)
    assert set(statuses) == {200}
    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert int(refused.headers["Retry-After"]) > 0
    away = anybody.get(path, environ_overrides={"REMOTE_ADDR": "192.0.2.9"})
    assert away.status_code == 200
