"""A quarter is disclosed: a denominator is missing, is filed, and later a correction is made."""

import io
import json
import re
from datetime import date, datetime

import pytest
from sqlalchemy import select

from disclosures.rules.bulletin import canonical
from disclosures.rules.extract import recompute
from portal import timetable
from portal.filings.commands.metrics_file import import_metrics
from portal.filings.models import Obligation
from portal.institutions.queries import by_code
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.filings.returns.drafts import Draft, reference
from tests.stories.pages import text_of
from tests.stories.people import Person, Visitor
from tests.stories.test_half_year_of_returns import REQUIREMENTS, SIGNED

REQUIRED = {
    "kind": "metrics",
    "title": "业务指标季报",
    "level": "head",
    "frequency": "quarterly",
    "days_of_year": "01-20；04-20；07-20；10-20",
    "valid_from": "2026-01-01",
    "remind_before": "5",
    "remind_after": "1",
}
DRAFT = {"sector": "banking", "period": "2026Q2", "compare": "none"}
BULLETINS = "/staff/bulletins/new"


@pytest.fixture
def on(house, frozen, settings):
    """Let a day begin: the clock stands, the timetable's work and the worker's are done."""

    def begin(day, *people, hour="10:00"):
        frozen(f"{day}T{hour}+08:00")
        timetable.sweep(house.engine, settings, datetime.fromisoformat(f"{day}T{hour}+08:00"))
        house.deliver()
        house.session.expire_all()
        for person in people:
            person.come_in()

    return begin


@pytest.fixture
def staff(house, frozen):
    frozen("2026-01-05T10:00+08:00")
    drafter, second = (
        Person(house.app, house.session, role, unit_code="000000")
        for role in ("statistician", "supervisor")
    )
    second.do(REQUIREMENTS, REQUIREMENTS, **REQUIRED)
    return drafter, second


@pytest.fixture
def quarter(house, staff):
    """Eighteen complaints forwarded in May, twelve of them about credit cards."""
    bank = by_code(house.session, "ICBC-HZ")
    at = datetime.fromisoformat("2026-05-06T10:00+08:00")
    for place in range(18):
        business = "B0402" if place < 12 else "B05"
        make.forwarded(house.session, bank.id, at=at, received_at=at, business=business)
    house.session.commit()


def filed(house, desk, *, outlets):
    """File the bank's metrics of the quarter by its template, and sign them."""
    found = select(Obligation).where(Obligation.period == "2026Q2")
    duty = house.session.scalars(found).one()
    page = f"/desk/filings/duties/{duty.id}"
    at = desk.do(page, f"{page}/filings")
    draft = Draft(reference("metrics"), desk.get(f"{at}/template").data)
    told = (date(2026, 6, 30), "全行", "非现场监管报表")
    values = {"营业网点": outlets, "个人客户": 750_000_000, "资产总额": 10**13}
    body = draft.lines("指标", {name: (value, *told) for name, value in values.items()}).bytes()
    desk.do(at, f"{at}/return", **{"return-file": (io.BytesIO(body), "指标.xlsx")})
    house.deliver()
    desk.do(at, f"{at}/signature", **SIGNED)
    house.deliver()
    return at.replace("/desk/", "/staff/")


def published(on, drafter, second, page, day):
    drafter.do(page, f"{page}/submission")
    assert "approval-version" not in drafter.get(page).text
    second.do(page, f"{page}/approval")
    on(day, drafter, second)
    return page.rpartition("/")[2]


def test_art_37_a_quarter_is_disclosed_and_openly_corrected(house, on, staff, quarter):
    drafter, second = staff
    desk = Person(house.app, house.session, "institution_admin",
                  institution_id=by_code(house.session, "ICBC").id)  # fmt: skip
    on("2026-07-14", drafter, second, desk)
    page = drafter.do(BULLETINS, BULLETINS, kind="disclosure", **DRAFT)
    assert "没有每千营业网点的投诉量：工商银行" in text_of(drafter.get(page).text)
    assert drafter.send(page, f"{page}/submission").status_code == 422

    filing = filed(house, desk, outlets=15_000)
    second.do(filing, f"{filing}/acceptance")
    drafter.do(page, f"{page}/renewal")
    assert "没有每千营业网点的投诉量" not in text_of(drafter.get(page).text)
    number = published(on, drafter, second, page, "2026-07-15")

    public = Visitor(house.app)
    assert f"/bulletins/{number}" in public.get("/bulletins").text
    told = text_of(public.get(f"/bulletins/{number}").text)
    assert "转送银行业消费投诉18件" in told and "每千营业网点投诉量的中位数为1.2件" in told
    found = text_of(public.get("/explorer?business=B0402").text)
    assert re.search(r"\b12 件", found) and "工商银行" in found

    corrected(house, on, staff, desk, page, public, number)


def corrected(house, on, staff, desk, page, public, number):
    """The bank had told the wrong number of outlets: corrected, and both editions stay."""
    drafter, second = staff
    house.session.expire_all()
    on("2026-08-03", drafter, second, desk)
    told = "institution_code,period,metric,value,unit,as_of,source\n"
    told += "ICBC,2026Q2,outlets,10000,个,,更正\n"
    assert import_metrics(house.session, told.encode(), by=SYSTEM, at=clock.now()).ok
    house.session.commit()
    why = {"correction-reason": "工商银行更正营业网点数"}
    fixed = drafter.do(page, f"{page}/correction", **why)
    newer = published(on, drafter, second, fixed, "2026-08-04")
    old, new = (text_of(public.get(f"/bulletins/{one}").text) for one in (number, newer))
    assert "这一版已被更正" in old and "中位数为1.2件" in old
    assert "更正原因：工商银行更正营业网点数" in new and "中位数为1.8件" in new
    body = public.get(f"/bulletins/{newer}.json").data
    extract = public.get(f"/bulletins/{newer}/extract.json").data
    assert canonical(recompute(json.loads(extract))) == body
