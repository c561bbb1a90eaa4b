"""The pages of the yearly evaluation, on both sides, and the job that drafts a unit's sheets."""

import io
import re

import pytest

from inspections.commands.weights import COLUMNS
from inspections.jobs import evaluating as jobs
from inspections.models import Evaluation
from portal.kernel import audit, outbox, spreadsheets, tasks
from portal.kernel.clock import now
from portal.kernel.workbook import Sheet, workbook
from tests import factories as make
from tests.forwarding.officers import officer
from tests.inspections.sheets import in_state

LIST = "/staff/evaluations"


@pytest.fixture
def bank(house):
    found = make.make_institution(house, "EV001", "样例考评银行", territory="330106")
    house.commit()
    return found


@pytest.fixture
def three(desk):
    return [desk("supervisor") for _ in range(3)]


def settled(house, bank, **changes):
    officers = [make.make_officer(house, "supervisor") for _ in range(3)]
    row = in_state(house, bank, officers, "settled", **changes)
    house.commit()
    return row


def draft(house, chief):
    """Ask for this year's sheets and let the worker draft them; return the progress page."""
    page = chief.post(f"{LIST}/drafts", {"draft-year": "2026"}, page=LIST).headers["Location"]
    assert "正在起草" in chief.get(page).text
    house.rollback()
    outbox.drain(house.get_bind().engine, now, limit=50)
    return page


def first_sheet(visitor):
    return re.search(r"/staff/evaluations/\d+", visitor.get(LIST).text)[0]


def test_a_unit_drafts_its_sheets_in_one_job(house, desk, bank, three):
    make.make_institution(house, "EV002", "样例境外银行", territory="110000")
    house.commit()
    page = draft(house, three[0])
    assert "已起草或重新取数1张" in three[0].get(page).text
    html = three[0].get(LIST).text
    assert "样例考评银行" in html and "样例境外银行" not in html
    assert three[1].get(page).status_code == 404, "progress is for who asked"
    assert three[0].post(f"{LIST}/drafts", {"draft-year": "2027"}, page=LIST).status_code == 422


def test_three_officers_bring_a_sheet_to_its_grade(house, bank, three):
    first, second, third = three
    draft(house, first)
    page = first_sheet(first)
    names = re.findall(r'name="scores-points_(\w+)"', first.get(page).text)
    given = {f"points_{name}": "3" for name in names}
    reasons = {f"reason_{name}": "查阅制度和台账。" for name in names}
    assert first.send(page, f"{page}/submission", "submission").status_code == 422
    assert first.send(page, f"{page}/scores", "scores", **given).status_code == 422
    assert first.send(page, f"{page}/scores", "scores", **given, **reasons).status_code == 303
    assert first.send(page, f"{page}/submission", "submission").status_code == 303
    assert first.send(page, f"{page}/review", "review").status_code == 422
    assert second.send(page, f"{page}/review", "review").status_code == 303
    assert third.send(page, f"{page}/settlement", "settlement").status_code == 303
    html = third.get(page).text
    assert "已核定" in html and "三级" in html and "查阅制度和台账。" in html
    again = third.send(page, f"{page}/correction", "correction", reason="漏计一件投诉。")
    assert again.status_code == 303 and again.headers["Location"] != page
    assert "同一年度的另一张考评表" in third.get(again.headers["Location"]).text


def test_a_sheet_goes_back_with_remarks(house, bank, three):
    officers = [make.make_officer(house, "supervisor") for _ in range(3)]
    row = in_state(house, bank, officers, "submitted")
    house.commit()
    page = f"{LIST}/{row.id}"
    assert three[0].send(page, f"{page}/return", "return", reason="略").status_code == 422
    assert three[0].send(page, f"{page}/return", "return", reason="请补充依据。").status_code == 303
    assert "退回意见：请补充依据。" in three[0].get(page).text
    assert three[0].send(page, f"{page}/return", "return", reason="请补充。").status_code in (
        409,
        422,
    )


def test_the_list_is_narrowed_and_exported_inert_and_logged(house, desk, bank):
    settled(house, bank)
    reader = desk("statistician")
    assert "样例考评银行" in reader.get(f"{LIST}?grade=1&year=2026&code=ev001").text
    assert "没有符合条件" in reader.get(f"{LIST}?grade=4").text
    asks = "/staff/exports/new/evaluations?grade=1"
    assert asks in reader.get(f"{LIST}?grade=1").text
    sent = {"key": "once", "form": "xlsx", "people": "none", "reason": "年度核对。"}
    answer = reader.get(reader.post(asks, sent, page=asks).headers["Location"])
    rows = list(spreadsheets.rows(io.BytesIO(answer.data), 100))  # refuses any formula
    assert rows[1][1:3] == ["EV001", "样例考评银行"] and "100" in rows[1]
    (line,) = audit.history(house, "ledger", "evaluations")
    assert line.facts["rows"] == 1


def test_an_institution_reads_its_own_settled_sheet_and_nobody_elses(app, house, bank, frozen):
    frozen("2026-12-21T10:00+08:00")
    own = settled(house, bank, less="5")
    other = settled(house, make.make_institution(house, "EV003", "样例他行", territory="330106"))
    clerk = officer(app, house, "admin")
    desk = type(clerk)(app).enter(house, "institution", institution_id=bank.id)
    html = desk.get("/desk/evaluations").text
    assert "95.00" in html and "样例他行" not in html
    page = desk.get(f"/desk/evaluations/{own.id}").text
    assert "不公布" in page and "100.00" not in page
    assert desk.get(f"/desk/evaluations/{other.id}").status_code == 404
    assert desk.get(f"{LIST}/{own.id}").status_code == 403


def test_the_institution_is_told_once_its_sheet_is_settled(house, bank):
    row = settled(house, bank)
    messages = house.query(outbox.OutboxMessage).filter_by(topic="evaluation.settled").all()
    assert [each.payload for each in messages] == [{"evaluation_id": row.id}]
    jobs.tell_of_settling(house, messages[0], now())


def test_other_territories_and_roles_are_kept_out(house, desk, bank):
    row = settled(house, bank)
    assert desk("supervisor", "110000").get(f"{LIST}/{row.id}").status_code == 404
    assert desk("inspector", "000000").get(f"{LIST}/{row.id}").status_code == 200
    for role in ("clerk", "triage", "admin", "auditor"):
        assert desk(role).get(LIST).status_code == 403
    assert desk("inspector").get(f"{LIST}/99999999999999999999").status_code == 404
    assert "开始更正" not in desk("inspector").get(f"{LIST}/{row.id}").text


def weights_file(officer_, change=lambda rows: rows):
    body = officer_.get(f"{LIST}/weights/table.xlsx").data
    rows = list(spreadsheets.rows(io.BytesIO(body), 500))
    assert tuple(rows[0]) == (*COLUMNS.required, *COLUMNS.optional)
    return io.BytesIO(workbook([Sheet("weights", rows[0], change(rows[1:]))]))


def load(officer_, file, **changes):
    bounds = {"grade_1": "90", "grade_2": "80", "grade_3": "60"}
    sent = {"edition": "2026", "year": "2026", **bounds, "file": (file, "weights.xlsx"), **changes}
    return officer_.post(f"{LIST}/weights", sent, page=f"{LIST}/weights")


def test_weights_are_loaded_by_one_officer_and_approved_by_another(three):
    first, second, _third = three
    made = load(first, weights_file(first))
    assert made.status_code == 303
    page = made.headers["Location"]
    assert "请由另一名人员批准" in first.get(page).text
    assert first.post(f"{page}/approval", page=page).status_code == 422
    assert second.post(f"{page}/approval", page=page).status_code == 303
    assert "待批准" not in first.get(page).text
    assert load(first, weights_file(first)).status_code == 422, "the edition has its name already"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows[1:], "权重相加不等于"),
        (lambda rows: [["luck", *rows[0][1:]], *rows[1:]], "没有这一要素"),
        (lambda rows: [[*rows[0][:4], "many", *rows[0][5:]], *rows[1:]], "请填写数字"),
    ],
)
def test_weights_that_do_not_add_up_are_refused_with_what_to_mend(three, change, said):
    answer = load(three[0], weights_file(three[0], change))
    assert answer.status_code == 422 and said in answer.text


def test_a_task_of_an_account_that_is_off_drafts_nothing(house, bank):
    by = make.make_officer(house, "statistician")
    task = jobs.ask(house, 2025, by=by, at=now())
    house.flush()
    message = house.query(outbox.OutboxMessage).filter_by(key=f"task:{task.id}").one()
    jobs.draft_sheets(house, message, now())
    assert house.get(tasks.Task, task.id).state == "refused"
    assert house.query(Evaluation).count() == 0
