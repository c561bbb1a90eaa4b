"""What officers and institutions do with a complaint, each act by the form on its page."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from forwarding.models import Complaint, Forwarding
from portal.institutions.queries import by_code
from portal.kernel import clock
from tests.stories.pages import text_of
from tests.stories.people import Person, Visitor
from tests.stories.ways import Filed, House

YES = {
    "triage-bought_or_served": "yes",
    "triage-dispute_with_institution": "yes",
    "triage-claims_civil_right": "yes",
}
REPORT = {
    "result": "upheld",
    "cause": "C07",
    "loss_recovered": "300",
    "verified": "已核实，年费确系误收。",
    "basis_reasons": "按合同第三条。",
    "decision": "退还年费300元。",
    "remedies": ["mediation", "litigation"],
    "decided_by_branch": "no",
    "told_means": "phone",
    "basic": "持卡人投诉年费。",
    "focus": "是否承诺免年费。",
    "findings": "录音显示承诺过。",
    "basis": "领用合约。",
    "communication": "投诉人接受。",
    "source_rectification": "修改话术。",
    "verified_by": "李核",
    "no_interest": "y",
}


@dataclass(frozen=True)
class Officer:
    """An officer of the regulator with one case on the desk."""

    person: Person
    number: str

    @property
    def page(self) -> str:
        """The address of the case."""
        return f"/staff/complaints/{self.number}"

    def do(self, noun: str, having: dict[str, str] | None = None, **data: object) -> None:
        """Do one act on the case."""
        self.person.do(self.page, f"{self.page}/{noun}", having, **data)

    def triage(self) -> None:
        """Answer the three questions yes."""
        self.do("triage", **YES)

    def classify(self) -> None:
        """Give business and cause."""
        self.do(
            "classification",
            **{"classification-business": "B0402", "classification-cause": "C07"},
        )

    def name_institution(self, house: House, code: str = "ICBC") -> None:
        """Decide which institution it is, among those suggested; the hotline's file names it."""
        wanted = by_code(house.session, code)
        if f"确定为 {wanted.name}（{code}）" not in text_of(self.person.get(self.page).text):
            self.do("respondents", {"institution": str(wanted.id)})

    def forward(self, house: House, code: str = "ICBC") -> None:
        """Forward to the institution named."""
        self.do("forwardings", **{"forward-institutions": str(by_code(house.session, code).id)})

    def accept(self, forwarding_id: int) -> None:
        """Accept the institution's report."""
        self.person.do(self.page, f"/staff/forwardings/{forwarding_id}/acceptance")

    def clock(self) -> str:
        """Return the words of the clock on the case's page."""
        html = self.person.get(self.page).text
        return re.search(r"zb-clock__words[^>]*>([^<]+)<", html)[1]

    def account(self) -> list[tuple[str, str, str]]:
        """Return the day-by-day account: day, which of the seven, and why."""
        return day_rows(self.person.get(f"{self.page}/clock").text)


def day_rows(html: str) -> list[tuple[str, str, str]]:
    """Return the rows of a day-by-day account."""
    rows = re.findall(r'<tr class="govuk-table__row zb-account__day.*?</tr>', html, re.S)
    cells = (re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in rows)
    return [tuple(" ".join(cell.split()) for cell in row) for row in cells]  # type: ignore[misc]


def report(desk: Person, forwarding_id: int) -> None:
    """Hand in the institution's report."""
    page = f"/desk/forwardings/{forwarding_id}/report"
    desk.do(page, page, **{**REPORT, "told_on": clock.today().isoformat()})


def status(house: House, filed: Filed) -> str:
    """Return what the complainant reads who asks with number and code."""
    visitor = Visitor(house.app)
    page = visitor.send("/status", "/status", number=filed.number, code=filed.code)
    assert page.status_code == 200, page.text
    return str(page.text)


def stored(house: House, number: str) -> Complaint:
    """Return the complaint as it is stored now."""
    house.session.rollback()
    return house.session.scalars(select(Complaint).where(Complaint.number == number)).one()


def forwarding_of(house: House, number: str) -> Forwarding:
    """Return the one forwarding of a complaint."""
    complaint = stored(house, number)
    found = select(Forwarding).where(Forwarding.complaint_id == complaint.id)
    return house.session.scalars(found).one()
