"""One complaint's way by calls alone: the hotline's system, an officer, the bank's system."""

from datetime import date

from forwarding.commands import handle
from forwarding.commands.triage import classify, triage
from forwarding.models import ReceiptCode
from forwarding.queries.case import case
from forwarding.rules import clock_document
from portal.kernel import arrangement, audit, secrets
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.api.conftest import PDF, complaint, report


def prepared(house, number):
    """An officer answers the three questions and classifies; no call does that."""
    row = make.again(house, number)
    triage(house, row, make.YES, by=SYSTEM, at=make.DAY)
    classify(house, row, business="B0402", cause="C07", by=SYSTEM, at=make.DAY)
    house.commit()
    return row


def test_a_complaint_is_received_with_its_file_and_enters_the_worklist(caller, house):
    hotline = caller("clerk")
    sent = hotline.upload(form={"purpose": "identity"}).json
    answer = hotline.post("/complaints", complaint(attachments=[sent["id"]]))
    number = answer.json["number"]
    assert (answer.status_code, answer.json["due_on"]) == (201, "2026-03-12")
    assert answer.headers["Location"] == f"/api/v1/complaints/{number}"
    found = case(house, SYSTEM, number)
    row, (file,) = found.complaint, found.files
    assert (row.state, row.channel, row.unit_code) == ("received", "phone", "330000")
    assert (row.source, row.external_ref) == (f"api:{hotline.account_id}", "HL-1")
    assert (row.received_at.isoformat(), row.amount) == ("2026-03-03T01:00:00+00:00", 300)
    assert (file.purpose, file.label, file.added_by) == ("identity", "合同.pdf", hotline.account_id)


def test_the_receipt_code_opens_the_status_of_the_complaint(caller, house):
    receipt = caller("clerk").post("/complaints", complaint()).json
    row = make.again(house, receipt["number"])
    held = house.get(ReceiptCode, secrets.hash_code(receipt["receipt_code"]))
    assert held.complaint_id == row.id


def test_what_is_left_out_has_the_defaults_of_the_description(caller, house):
    bare = ("received_at", "territory", "complainant_name", "claim", "facts")
    body = {name: value for name, value in complaint().items() if name in bare}
    answer = caller("clerk").post("/complaints", {**body, "amount": None, "channel": None})
    row = make.again(house, answer.json["number"])
    assert (row.channel, row.complainant_kind, row.filer_kind) == ("api", "natural", "self")
    assert row.gaps == ["id_no", "contact", "against"]
    assert row.respondents == []


def test_institutions_are_named_by_code_and_by_what_they_are_called(caller, house, bank):
    body = complaint(institution_code="T900", institution_name="某保险；那家银行")
    number = caller("clerk").post("/complaints", body).json["number"]
    shown = caller("supervisor").get(f"/complaints/{number}").json["respondents"]
    assert [(r["stated_name"], r["institution_code"]) for r in shown] == [
        ("样例", "T900"),
        ("某保险", None),
        ("那家银行", None),
    ]


def test_a_bare_date_is_midnight_in_shanghai(caller, house):
    number = caller("clerk").post("/complaints", complaint(received_at="2026-03-02")).json["number"]
    row = make.again(house, number)
    assert (row.received_on.isoformat(), row.received_at.hour) == ("2026-03-02", 16)


def test_staff_see_the_case_with_people_masked(caller, house):
    number = caller("clerk").post("/complaints", complaint()).json["number"]
    answer = caller("inspector").get(f"/complaints/{number}")
    (person,) = answer.json["parties"]
    assert (person["name"], person["phone"]) == ("王**", "138****1234")
    for secret in ("王小明", "13812341234", "11010519491231002X"):
        assert secret not in answer.get_data(as_text=True)
    assert answer.json["claim"] == "要求退还多收的年费。"


def test_an_unclassified_complaint_is_not_forwarded(caller, house, bank):
    number = caller("clerk").post("/complaints", complaint()).json["number"]
    answer = caller("triage").post(
        f"/complaints/{number}/forwardings", {"institution_codes": ["T900"]}
    )
    assert (answer.status_code, answer.json["code"]) == (409, "illegal_act")
    assert answer.json["article"] == "33"


def test_a_classified_complaint_is_forwarded_to_each_institution(caller, house, bank):
    other = make.make_institution(house, "T901", "另一银行")
    number = caller("clerk").post("/complaints", complaint()).json["number"]
    prepared(house, number)
    terms = {"report_by": "2026-03-20", "instructions": "请核实年费。"}
    answer = caller("triage").post(
        f"/complaints/{number}/forwardings", {"institution_codes": ["T900", "T901"], **terms}
    )
    sent = answer.json["forwardings"]
    assert (answer.status_code, answer.json["state"]) == (201, "forwarded")
    assert [f["institution_code"] for f in sent] == ["T900", other.code]
    assert {f["report_by"] for f in sent} == {"2026-03-20"}
    assert sent[0]["letter_no"] == "ZJ转〔2026〕1号"


def test_the_bank_reads_signs_and_reports(desk, house):
    bank, row = desk
    address = f"/forwardings/{row.id}"
    assert bank.get(address).json["state"] == "sent"
    assert bank.post(f"{address}/receipt").json["acknowledged_at"] == "2026-03-03T02:00:00+00:00"
    file = bank.upload(name="答复.pdf").json["id"]
    answer = bank.post(f"{address}/report", report(attachments=[file]))
    assert (answer.status_code, answer.json["state"]) == (201, "reported")
    (shown,) = bank.get(address).json["reports"]
    assert (shown["result"], shown["loss_recovered"]) == ("upheld", "300.50")
    assert shown["texts"]["decision"] == "已经核实，属实。"
    assert [f["label"] for f in shown["attachments"]] == ["答复.pdf"]


def test_the_bank_learns_why_its_report_was_sent_back_and_reports_anew(desk, house):
    bank, row = desk
    address = f"/forwardings/{row.id}"
    bank.post(f"{address}/report", report())
    (mine,) = make.forwardings_of(house, make.again(house, row.complaint.number))
    handle.send_back(house, mine, remarks="请补充录音。", by=SYSTEM, at=make.DAY)
    house.commit()
    first = bank.get(address).json
    assert (first["state"], first["reports"][0]["remarks"]) == ("acknowledged", "请补充录音。")
    assert bank.post(f"{address}/report", report()).status_code == 201
    assert [r["ordinal"] for r in bank.get(address).json["reports"]] == [1, 2]


def test_the_bank_gives_back_what_is_not_its_own(desk, house):
    bank, row = desk
    body = {"reason": "not_ours", "text": "该卡不是本行所发。"}
    assert bank.post(f"/forwardings/{row.id}/return", body).json["state"] == "returned"
    assert make.again(house, row.complaint.number).state == "returned"
    assert bank.post(f"/forwardings/{row.id}/report", report()).status_code == 409


def test_people_are_shown_in_the_clear_for_a_logged_reason_alone(desk, house):
    bank, row = desk
    masked = bank.get(f"/forwardings/{row.id}").get_data(as_text=True)
    assert "王小明" not in masked and "13812341234" not in masked
    answer = bank.post(f"/forwardings/{row.id}/reveals", {"reason": "联系投诉人核实"})
    (person,) = answer.json["parties"]
    assert (person["name"], person["phone"]) == ("王小明", "13812341234")
    assert answer.headers["Cache-Control"] == "no-store"
    logged = audit.history(house, "complaint", row.complaint_id)[-1]
    assert (logged.act, logged.reason, logged.article) == ("party.reveal", "联系投诉人核实", "22")


def test_a_file_is_handed_out_and_that_is_logged(desk, house):
    bank, row = desk
    number = make.again(house, row.complaint.number)
    file = make.attached(house, number, make.make_file(house))
    house.commit()
    answer = bank.get(f"/forwardings/{row.id}/attachments/{file.public_id}")
    assert (answer.data, answer.content_type) == (PDF, "application/pdf")
    assert audit.history(house, "complaint", row.complaint_id)[-1].act == "attachment.open"


def test_the_public_clock_is_the_account_of_the_rules(caller, house):
    answer = caller().get("/public/clock?rule=33&from=2026-02-12")
    assert answer.json == clock_document("33", date(2026, 2, 12), arrangement.load(house))
    assert answer.json["due_on"] == "2026-02-28"
    assert caller().get("/public/clock?rule=18&from=2026-02-12").json["due_on"] == "2026-02-27"
    longer = caller().get("/public/clock?rule=18&tier=complex&from=2026-02-12").json
    assert (longer["due_on"], longer["tier"]) == ("2026-03-14", "complex")


def test_beyond_the_calendar_the_clock_is_provisional_or_says_what_is_missing(caller, house):
    near = caller().get("/public/clock?rule=33&from=2026-12-30").json
    assert (near["due_on"], near["provisional"], near["missing_year"]) == (None, True, 2027)
    far = caller().get("/public/clock?rule=33&from=2031-01-05")
    assert (far.status_code, far.json["errors"][0]["code"]) == (422, "calendar_gap")
