"""The register's tests: real staff who sign in, and the file of 64 real institutions."""

import csv
import re
from pathlib import Path

import pytest

from portal.institutions.commands import RegisterReport, import_register
from portal.institutions.sheet import ORDER
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from tests import factories
from tests.factories import DAY

FILE = Path(__file__).parent.parent / "data" / "institutions.csv"
CONTRACT = ORDER[:18]


def sheet(*rows: dict[str, str]) -> bytes:
    """Return a CSV file of the contract's columns; each row names the cells it fills."""
    lines = [",".join(CONTRACT)]
    lines += [",".join(f'"{row.get(name, "")}"' for name in CONTRACT) for row in rows]
    return "\n".join(lines).encode()


def bank(code: str = "DEMO", **cells: str) -> dict[str, str]:
    """Return the row of a legal entity, right in every cell unless told otherwise."""
    right = {
        "code": code,
        "name": f"{code}示例银行股份有限公司",
        "type": "banking",
        "category": "股份制商业银行",
        "level": "head",
        "territory": "000000",
    }
    return right | cells


def branch(code: str, parent: str = "DEMO", **cells: str) -> dict[str, str]:
    """Return the row of a branch in Hangzhou that takes type and category from its parent."""
    right = {"code": code, "name": f"{code}示例银行杭州分行", "level": "branch"}
    return right | {"parent_code": parent, "territory": "330100"} | cells


def load(session, *rows: dict[str, str], by=SYSTEM, at=DAY) -> RegisterReport:
    """Import rows and commit, as the command line does."""
    report = import_register(session, sheet(*rows), by=by, at=at)
    session.commit()
    return report


@pytest.fixture
def register(session):
    """A session on a register that holds the 64 real institutions."""
    with FILE.open(encoding="utf-8") as file:
        assert sum(1 for _ in csv.DictReader(file)) == 64
    assert import_register(session, FILE, by=SYSTEM, at=DAY).ok
    session.commit()
    return session


@pytest.fixture
def signed_in(app, session):
    """Returns a browser in which an account of a role has signed in."""

    def enter(role: str, unit_code: str | None = "000000", institution_id: int | None = None):
        unit = None if institution_id else unit_code
        given = {"unit_code": unit, "institution_id": institution_id}
        account = factories.make_account(session, role, **given)
        session.commit()
        client = app.test_client()
        with client.session_transaction() as stored:
            stored["_user_id"] = str(account.id)
            stored["since"] = clock.now().isoformat()
        return client

    return enter


def token(html: str) -> str:
    """Return the CSRF token of a page."""
    return re.search(r'name="csrf_token" value="([^"]+)"', html).group(1)


def send(client, path: str, **fields):
    """Send the form at `path` as a person does: what the page holds, some fields changed."""
    html = client.get(path).get_data(as_text=True)
    form = html[html.index('<form action="' + path) :] if f'action="{path}"' in html else html
    shown = dict(
        re.findall(r'<input[^>]* name="([^"]+)" type="(?:text|date)" value="([^"]*)"', form)
    )
    hidden = re.search(r'name="version" value="([^"]*)"', form)
    chosen = re.findall(r'name="(\w+)" type="radio" value="(\w+)" checked', form)
    chosen += re.findall(r'name="(\w+)" type="checkbox" value="(\w+)" checked', form)
    given = shown | dict(chosen) | {"csrf_token": token(html)}
    given |= {"version": hidden.group(1)} if hidden else {}
    given |= dict(re.findall(r'<select[^>]* name="(\w+)".*?value="(\w+)" selected', form, re.S))
    return client.post(path, data={k: v for k, v in (given | fields).items() if v is not None})
