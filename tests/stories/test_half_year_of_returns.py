"""A half-year of complaint data: one return sent back, one nil return, one late, one corrected."""

import io
from datetime import date, datetime

import pytest
from sqlalchemy import select

from forwarding.models import Complaint
from portal import timetable
from portal.filings.models import Filing, Obligation
from portal.institutions.queries import by_code
from tests import factories as make
from tests.filings.returns.drafts import Draft, reference
from tests.stories.pages import text_of
from tests.stories.people import Person

REQUIRED = {
    "kind": "data_return",
    "title": "投诉数据半年报",
    "level": "both",
    "frequency": "half_yearly",
    "days_of_year": "01-30；07-30",
    "valid_from": "2026-01-01",
    "remind_before": "10",
    "remind_after": "1",
}
SIGNED = {
    "signature-name": "韩签字",
    "signature-post": "行长",
    "signature-true": "y",
    "signature-complete": "y",
    "signature-accurate": "y",
}
PHONED = ("TS-1", date(2026, 3, 2), "phone", "330106", "B01", "C01", "counter", "", "",
          date(2026, 3, 9), 7, "upheld", "", "")  # fmt: skip
REQUIREMENTS = "/staff/filings/requirements/new"


@pytest.fixture
def on(house, frozen, settings):
    """Let a day begin: the clock stands, the timetable's work and the worker's are done."""

    def begin(day, hour="10:00"):
        frozen(f"{day}T{hour}+08:00")
        timetable.sweep(house.engine, settings, datetime.fromisoformat(f"{day}T{hour}+08:00"))
        house.deliver()
        house.session.expire_all()

    return begin


class Filer:
    """Who files for one institution."""

    def __init__(self, house, code):
        self.house, self.bank = house, by_code(house.session, code)
        self.desk = Person(house.app, house.session, "institution", institution_id=self.bank.id)

    def begin(self, **why):
        """Begin the half-year's return and keep its address."""
        found = select(Obligation).where(Obligation.institution_id == self.bank.id)
        duty = self.house.session.scalars(found.where(Obligation.period == "2026H1")).one()
        page = f"/desk/filings/duties/{duty.id}"
        self.at = self.desk.do(page, f"{page}/filings", **why)
        return self

    def hand_in(self, *rows):
        """Fill in the template with these rows, hand it in, and return what the check says."""
        body = self.desk.get(f"{self.at}/template").data
        book = Draft(reference(), body).rows("明细", rows).bytes()
        sent = {"return-file": (io.BytesIO(book), "投诉数据.xlsx")}
        self.desk.do(self.at, f"{self.at}/return", **sent)
        return self.checked()

    def checked(self):
        self.house.deliver()
        return text_of(self.desk.get(self.at).text)

    def sign(self):
        self.desk.do(self.at, f"{self.at}/signature", **SIGNED)
        self.house.deliver()

    @property
    def filing(self):
        self.house.session.expire_all()
        return self.house.session.get_one(Filing, int(self.at.rpartition("/")[2]))


@pytest.fixture
def rural(house):
    """A small rural bank, which forgets its half-year."""
    known = {"territory": "330100", "notice_email": "rural@bank.example"}
    made = make.make_institution(house.session, "ZJ-RCB-01", "临安农村商业银行", **known)
    house.session.commit()
    return made


@pytest.fixture
def officer(house, rural, frozen):
    frozen("2026-01-05T10:00+08:00")
    person = Person(house.app, house.session, "supervisor", unit_code="330000")
    person.do(REQUIREMENTS, REQUIREMENTS, **REQUIRED)
    return person


@pytest.fixture
def forwarded(house, officer):
    """A complaint that the portal forwarded to the branch in May, and its row in the return."""
    bank = by_code(house.session, "ICBC-HZ")
    at = datetime.fromisoformat("2026-05-06T10:00+08:00")
    make.forwarded(house.session, bank.id, at=at, received_at=at)
    house.session.commit()
    number = house.session.scalars(select(Complaint.number)).one()
    return ("TS-2", date(2026, 5, 6), "transfer", "330100", "B0402", "C07", "app", 300, "",
            date(2026, 5, 20), 14, "partly_upheld", "", number)  # fmt: skip


def judged(officer, filer, noun, **said):
    officer.come_in()
    page = filer.at.replace("/desk/", "/staff/")
    officer.do(page, f"{page}/{noun}", **said)
    filer.house.deliver()
    filer.desk.come_in()


@pytest.fixture
def branch(house, on, forwarded):
    """A branch whose return lacked what the portal forwarded to it, until it was mended."""
    on("2026-07-20")
    filer = Filer(house, "ICBC-HZ").begin()
    told = filer.hand_in(PHONED)
    assert "1处须改正" in told and forwarded[-1] in told and "签署上报" not in told
    assert "校验通过" in filer.hand_in(PHONED, forwarded)
    filer.sign()
    return filer


def test_a_return_is_sent_back_filed_again_and_corrected(house, officer, on, forwarded, branch):
    on("2026-07-27")
    remarks = {"return-remarks": "TS-1的原因应为C07。", "return-again_by": "2026-08-05"}
    judged(officer, branch, "return", **remarks)
    assert "TS-1的原因应为C07" in text_of(branch.desk.get(branch.at).text)

    on("2026-08-05")
    branch.desk.come_in()
    branch.begin()
    corrected = (*PHONED[:5], "C07", *PHONED[6:])
    assert "校验通过" in branch.hand_in(corrected, forwarded)
    branch.sign()
    first = branch.filing
    assert (first.ordinal, first.late_days) == (2, 0)
    judged(officer, branch, "acceptance")

    on("2026-08-20")
    branch.desk.come_in()
    branch.begin(why_again="TS-2的办结日填错")
    told = branch.hand_in(corrected, (*forwarded[:9], date(2026, 5, 21), 15, *forwarded[11:]))
    assert "校验通过" in told
    branch.sign()
    judged(officer, branch, "acceptance")
    house.session.refresh(first)
    assert (first.state, branch.filing.state) == ("superseded", "accepted")
    shown = text_of(officer.get(branch.at.replace("/desk/", "/staff/")).text)
    assert "TS-2的办结日填错" in shown and "第2版" in shown


def test_who_is_late_is_reminded_listed_and_stays_stamped(house, officer, on, rural):
    on("2026-07-20")
    on("2026-07-31")
    told = [m.body for m in house.mailbox().values() if m.recipient == rural.notice_email]
    assert ["还有10日" in body for body in told] == [True, False] and "已逾期1日" in told[1]
    overdue = text_of(officer.come_in().get("/staff/filings").text)
    assert "逾期未报" in overdue and rural.label in overdue
    proposed = text_of(officer.get("/staff/proposals").text)
    assert rural.label in proposed

    filer = Filer(house, "ZJ-RCB-01").begin()
    filer.desk.do(filer.at, f"{filer.at}/nil")
    assert "校验通过" in filer.checked()
    filer.sign()
    assert (filer.filing.nil, filer.filing.late_days) == (True, 1)
    judged(officer, filer, "acceptance")
    duty = house.session.get_one(Obligation, filer.filing.obligation_id)
    assert (duty.filed_on, duty.late) == (date(2026, 7, 31), True)

    on("2026-08-10")
    filer.desk.come_in()
    filer.begin(why_again="漏报一件")
    assert "校验通过" in filer.hand_in(PHONED)
    filer.sign()
    assert "逾期" in text_of(officer.come_in().get(filer.at.replace("/desk/", "/staff/")).text)
    house.session.refresh(duty)
    assert (duty.filed_on, duty.late) == (date(2026, 7, 31), True)


def test_a_branch_without_an_address_is_reminded_through_its_legal_entity(house, officer, on):
    on("2026-07-20")
    told = {message.recipient: message.body for message in house.mailbox().values()}
    assert "杭州分行" in told["complaints@icbc.example"]
