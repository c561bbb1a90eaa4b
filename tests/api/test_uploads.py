"""Files sent ahead: what is taken, and what is refused with nothing stored."""

from datetime import datetime, timedelta
from io import BytesIO

from forwarding.commands import drafts
from tests import factories as make
from tests.api.conftest import NOW, PDF, report, stored


def test_an_upload_says_what_was_taken(caller):
    answer = caller("clerk").upload(name="../../证 据.pdf", form={"purpose": "power_of_attorney"})
    given = {name: value for name, value in answer.json.items() if name != "id"}
    assert answer.status_code == 201
    assert given == {
        "label": "证 据.pdf",
        "purpose": "power_of_attorney",
        "content_type": "application/pdf",
        "size": len(PDF),
    }


REFUSED = [
    ({"body": b""}, "file", "empty"),
    ({"body": b"MZ\x90\x00", "name": "a.exe"}, "file", "kind_not_allowed"),
    ({"body": b"PK\x03\x04", "name": "a.zip"}, "file", "archive"),
    ({"body": b"GIF89a", "name": "a.pdf"}, "file", "mislabelled"),
    ({"name": "a\x00.pdf"}, "file", "bad_name"),
    ({"form": {"purpose": "letter"}}, "purpose", "not_a_choice"),
    ({"form": {"purpose": ""}}, "purpose", "not_a_choice"),
    ({"form": {"purpose": ["evidence", "identity"]}}, "purpose", "repeated"),
    ({"form": {"owner": "1"}}, "owner", "unknown_field"),
]


def test_a_file_that_cannot_be_taken_is_refused(caller, house):
    who, before = caller("clerk"), stored(house)
    for sent, field, code in REFUSED:
        answer = who.upload(key="k", **sent)
        (line,) = answer.json["errors"]
        assert (answer.status_code, line["field"], line["code"]) == (422, field, code)
        assert line["detail"]
    assert stored(house) == before


def test_a_form_without_its_file_or_with_two_is_refused(caller):
    who = caller("clerk")
    two = [(BytesIO(PDF), "a.pdf"), (BytesIO(PDF), "b.pdf")]
    forms = ({"purpose": "evidence"}, {"file": "text"}, {"file": two})
    answers = [
        who("POST", "/uploads", data=form, content_type="multipart/form-data") for form in forms
    ]
    codes = [(a.status_code, a.json["errors"][0]["code"]) for a in answers]
    assert codes == [(422, "missing"), (422, "wrong_type"), (422, "repeated")]


NO_FORMS = [
    ("application/json", 415),
    ("application/pdf", 415),
    ("multipart/form-data", 422),
    ("multipart/form-data; boundary=x", 422),
]


def test_a_body_that_is_no_form_is_refused(caller, house):
    who, before = caller("clerk"), stored(house)
    for content_type, status in NO_FORMS:
        answer = who("POST", "/uploads", data=PDF, content_type=content_type)
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert stored(house) == before


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(app, caller):
    limit = app.config["SETTINGS"].upload_megabytes * 1_000_000
    answer = caller("clerk").upload(b"%PDF-1.4" + bytes(limit + 200_000))
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_uploads_are_forgotten_after_two_days(caller, house):
    caller("clerk").upload()
    drafts.forget(house, at=datetime.fromisoformat(NOW) + timedelta(days=2))
    house.commit()
    assert stored(house)["draft_file"] == 0


def test_a_report_takes_uploads_as_its_own_whatever_they_were_sent_as(desk, house):
    bank, row = desk
    file = bank.upload(form={"purpose": "identity"}).json["id"]
    bank.post(f"/forwardings/{row.id}/report", report(attachments=[file]))
    (view,) = bank.get(f"/forwardings/{row.id}").json["reports"]
    assert [f["purpose"] for f in view["attachments"]] == ["report"]
    assert make.again(house, row.complaint.number).state == "answered"
