"""Returns from the template to the signature: checked in the worker, warned of, confirmed."""

import io
from datetime import date, datetime

import pytest
import python_calamine
from sqlalchemy import select

from forwarding.models import Complaint
from portal.filings.models import Filing, Metric, Obligation
from portal.kernel import clock, outbox
from portal.worker import load_handlers
from tests import factories as make
from tests.browsing import Visitor
from tests.filings.returns.drafts import Draft, reference
from tests.filings.test_persons_pages import sign

REQUIRED = {
    "title": "投诉数据半年报",
    "kind": "data_return",
    "level": "both",
    "frequency": "half_yearly",
    "days_of_year": "01-30；07-30",
    "day_kind": "natural",
    "valid_from": "2026-01-01",
    "remind_before": "10",
    "remind_after": "1",
}


@pytest.fixture
def desk(app, house, bank, frozen):
    load_handlers()
    frozen("2026-07-20T10:00+08:00")
    house.commit()
    return Visitor(app).enter(house, "institution", institution_id=bank.id)


@pytest.fixture
def officer(app, house, desk):
    return Visitor(app).enter(house, "supervisor", unit_code="330000")


@pytest.fixture
def begun(desk, officer, house):
    """Begin the half-year's return under a requirement of a kind, and return its address."""

    def begin(kind="data_return", **other):
        page = "/staff/filings/requirements/new"
        answer = officer.post(page, {**REQUIRED, "kind": kind, **other}, page=page)
        assert answer.status_code == 303
        duty = house.scalars(select(Obligation).where(Obligation.period == "2026H1")).one()
        page = f"/desk/filings/duties/{duty.id}"
        return desk.post(f"{page}/filings", page=page).headers["Location"]

    return begin


def send(visitor, address, noun, prefix, **fields):
    html = visitor.get(address).text
    version = html.split(f'name="{prefix}-version" value="')[1].split('"')[0]
    return visitor.post(f"{address}/{noun}", {f"{prefix}-version": version, **fields}, page=address)


@pytest.fixture
def checked(database):
    """Let the worker check what was handed in, and return the page that says what it found."""

    def check(desk, address):
        assert "正在校验" in desk.get(address).text
        outbox.drain(database, clock.now)
        return desk.get(address).text

    return check


def handed_in(desk, address, body, name="投诉数据.xlsx"):
    answer = send(desk, address, "return", "return", **{"return-file": (io.BytesIO(body), name)})
    assert answer.status_code == 303
    return answer


def sheet(desk, address, title):
    """Return the rows of one sheet of the template that the portal hands out."""
    body = desk.get(f"{address}/template").data
    book = python_calamine.load_workbook(io.BytesIO(body))
    return body, book.get_sheet_by_name(title).to_python(skip_empty_area=False)


def csv_of(desk, address, *rows):
    """Return the detail as a CSV: the columns of the template, these rows."""
    _body, (heads, *_rest) = sheet(desk, address, "明细")
    return "\n".join([",".join(heads), *(",".join(row) for row in rows)]).encode()


ROW = ("TS-1", "2026-03-02", "phone", "330106", "B01", "C01", "counter", "", "", "2026-03-09", "7")


def test_a_nil_return_is_two_clicks_and_a_signature(desk, officer, house, begun, checked):
    address = begun()
    assert "零报告" in desk.get(address).text
    assert send(desk, address, "nil", "nil").status_code == 303
    assert "校验通过" in checked(desk, address)
    assert sign(desk, address).status_code == 303
    row = house.scalars(select(Filing)).one()
    assert (row.state, row.nil, row.errors) == ("submitted", True, 0)
    assert "零报告" in officer.get(address.replace("/desk/", "/staff/")).text


def test_what_the_portal_forwarded_speaks_against_a_nil_return(desk, house, bank, begun, checked):
    at = datetime(2026, 3, 2, 2, tzinfo=clock.UTC)
    make.forwarded(house, bank.id, at=at, received_at=at)
    house.commit()
    number = house.scalars(select(Complaint.number)).one()
    address = begun()
    send(desk, address, "nil", "nil")
    html = checked(desk, address)
    assert "处须改正" in html and number in html and "签署上报</h2>" not in html


def test_findings_name_place_and_mend_and_the_marked_copy_is_handed_out(
    desk, house, begun, checked
):
    address = begun()
    wrong = csv_of(desk, address, (*ROW, "upheld", "", ""), (*ROW, "nothing", "", ""))
    handed_in(desk, address, wrong, "明细.csv")
    html = checked(desk, address)
    assert "第3行" in html and "怎样改" in html
    marked = desk.get(f"{address}/marked.xlsx")
    book = python_calamine.load_workbook(io.BytesIO(marked.data))
    assert marked.status_code == 200 and len(book.sheet_names) > 1
    handed_in(desk, address, csv_of(desk, address, (*ROW, "upheld", "", "")), "明细.csv")
    assert "处须改正" not in checked(desk, address)


def test_a_check_that_died_is_done_anew_and_another_file_overtakes_it(
    desk, house, begun, checked, monkeypatch
):
    from portal.filings import jobs

    address, right = begun(), jobs.check
    handed_in(desk, address, csv_of(desk, address, (*ROW, "upheld", "", "")), "明细.csv")

    def dies(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "check", dies)
    with pytest.raises(KeyboardInterrupt):
        checked(desk, address)
    assert "正在校验" in desk.get(address).text
    monkeypatch.setattr(jobs, "check", right)
    assert "正在校验" not in checked(desk, address)


def test_a_return_is_checked_again_when_the_portal_knows_more(desk, house, bank, begun, checked):
    address = begun()
    send(desk, address, "nil", "nil")
    checked(desk, address)
    at = datetime(2026, 3, 2, 2, tzinfo=clock.UTC)
    make.forwarded(house, bank.id, at=at, received_at=at)
    house.commit()
    assert "请重新校验后再签署" in desk.get(address).text
    assert send(desk, address, "check", "check").status_code == 303
    assert "处须改正" in checked(desk, address)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("数据.xlsx", b""),
        ("数据.xlsx", b"not a workbook"),
        ("数据.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("数据.exe", b"MZ" + b"\x00" * 600),
    ],
)
def test_files_of_another_kind_are_refused_at_the_door(desk, house, begun, name, body):
    address = begun()
    sent = {"return-file": (io.BytesIO(body), name)}
    assert send(desk, address, "return", "return", **sent).status_code == 422
    assert house.scalars(select(Filing)).one().state == "draft"


def test_approved_metrics_are_entered_and_a_correction_supersedes_them(
    desk, officer, house, bank, begun, checked
):
    address = begun("metrics")
    for value in (50, 52):
        body = filled(desk, address, {"营业网点": value, "个人客户": 120_000, "资产总额": 1e9})
        handed_in(desk, address, body, "指标.xlsx")
        html = checked(desk, address)
        assert "处须改正" not in html
        assert sign(desk, address).status_code == 303
        page = address.replace("/desk/", "/staff/")
        assert send(officer, page, "acceptance", "acceptance").status_code == 303
        duty = house.scalars(select(Obligation).where(Obligation.period == "2026H1")).one()
        page, why = f"/desk/filings/duties/{duty.id}", {"why_again": "数字更正"}
        address = desk.post(f"{page}/filings", why, page=page).headers["Location"]
    outlets = house.scalars(
        select(Metric).where(Metric.metric == "outlets").order_by(Metric.id)
    ).all()
    assert [int(row.value) for row in outlets] == [50, 52]
    assert [row.superseded_at is None for row in outlets] == [False, True]
    assert (outlets[1].unit, outlets[1].as_of) == ("个", date(2026, 6, 30))


def filled(desk, address, values):
    """Return the metrics template with these values filled in."""
    draft = Draft(reference("metrics"), desk.get(f"{address}/template").data)
    told = (date(2026, 6, 30), "全行", "非现场监管报表")
    return draft.lines("指标", {name: (value, *told) for name, value in values.items()}).bytes()


def test_a_warning_is_confirmed_with_a_reason_before_it_is_signed(desk, house, begun, checked):
    address = begun("metrics")
    handed_in(desk, address, filled(desk, address, {"营业网点": 50}), "指标.xlsx")
    html = checked(desk, address)
    assert "处须核对" in html and "签署上报</h2>" not in html
    keys = [part.split('"')[0] for part in html.split('name="confirm-keys" value="')[1:]]
    said = {"confirm-keys": keys, "confirm-reason": "无"}
    assert send(desk, address, "confirmations", "confirm", **said).status_code == 422
    said["confirm-reason"] = "本行没有这项业务"
    assert send(desk, address, "confirmations", "confirm", **said).status_code == 303
    assert sign(desk, address).status_code == 303
    kept = house.scalars(select(Filing)).one().confirmed
    assert {each["reason"] for each in kept.values()} == {"本行没有这项业务"}


def test_a_form_needs_a_period(officer):
    page = "/staff/filings/requirements/new"
    once = {**REQUIRED, "frequency": "once", "days_of_year": "", "due_on": "2026-08-31"}
    answer = officer.post(page, once, page=page)
    assert answer.status_code == 422 and "须定期报送" in answer.text
