"""Lists of responsible persons for tests: changes as an institution reports them."""

from datetime import date, datetime

from portal.filings.commands import filing as acts
from portal.filings.commands import persons
from portal.filings.commands.filing import Signature
from portal.filings.rules.persons import Change
from portal.kernel import clock

SIGNED = Signature("韩签字", "行长", true=True, complete=True, accurate=True)
REACH = {"phone": "0571-87654321", "mobile": "13812341234"}


def moment(day: date, hour: int = 2) -> datetime:
    """Return ten o'clock in Shanghai, or another hour of UTC, on a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.UTC)


def change(office: str, name: str, on: date, kind: str = "appointed", **said: str) -> Change:
    """Return a change that nothing is wrong with."""
    given = {"department": "消费者权益保护部", "post": "主管", "email": f"{office}@bank.example"}
    return Change(office, kind, on, "任免文件", name, **{**given, **REACH, **said})


def everybody(on: date) -> list[Change]:
    """Return the first list: somebody in each office."""
    names = ("赵分管", "钱牵头", "孙联系", "李联系")
    offices = ("senior_officer", "department_head", "contact_a", "contact_b")
    return [change(office, name, on) for office, name in zip(offices, names, strict=True)]


def reported(session, institution_id, changes, *, by, judge=None, on, obligation=None):
    """Return a filing of changes that was signed on a day and, with a judge, accepted."""
    at = moment(on)
    row = persons.begin_list(session, institution_id, obligation=obligation, by=by, at=at)
    for each in changes:
        persons.put_change(session, row, each, by=by, at=at)
    acts.sign(session, row, SIGNED, by=by, at=at)
    if judge is not None:
        acts.accept(session, row, by=judge, at=at)
    session.flush()
    return row
