"""An officer at the screens of the staff, with a browser without JavaScript."""

import re
from html import unescape

from sqlalchemy.orm import Session

from tests import factories as make
from tests.browsing import Visitor

_OPENED_BY = {"taking": "assignment"}
"""What a link that opens a form is called, where it is not called as the form."""


class Officer(Visitor):
    """A signed-in officer who opens cases and sends the forms that stand on them."""

    def open(self, number: str, **query: str) -> str:
        """Return the text of a case's page."""
        return self.get(f"/staff/complaints/{number}", query_string=query).text

    def act(self, number: str, noun: str, form: str = "", version: int | None = None, **fields):
        """Send the form of an act on a case as its page holds it, with these fields filled in."""
        page = f"/staff/complaints/{number}"
        return self.send(page, f"{page}/{noun}", form, version, **fields)

    def send(self, page: str, to: str, form: str = "", version: int | None = None, **fields):
        """Send a form found on a page; `form` is the prefix of its fields."""
        html = self._opened(page, form)
        lead = f"{form}-" if form else ""
        seen = re.search(rf'name="{lead}version" value="(\d*)"', html)
        data = {f"{lead}{name}": value for name, value in fields.items()}
        if seen or version is not None:
            data[f"{lead}version"] = seen[1] if version is None and seen else version
        return self.post(to, data, page=page)

    def _opened(self, page: str, form: str) -> str:
        """Return a page after the link that opens a form, where there is one, was followed."""
        html = self.get(page).text
        act = _OPENED_BY.get(form, re.sub("^(tell|attempt|unreachable|words)-", "telling-", form))
        closed = re.search(rf'href="([^"]*[?&;]act={act})#', html) if act else None
        return self.get(unescape(closed[1])).text if closed else html

    def token(self, page: str) -> str:
        """Return the CSRF token of a page."""
        return re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)[1]


def officer(app, session: Session, role: str = "triage", unit_code: str = "330000") -> Officer:
    """Return an officer of a unit, signed in."""
    made = Officer(app).enter(session, role, unit_code=unit_code)
    assert isinstance(made, Officer)
    return made


def state_of(session: Session, number: str) -> str:
    """Return the state of a complaint as it is stored now."""
    session.rollback()
    return make.again(session, number).state


def kept(session, complaint):
    """Return the complaint as stored now."""
    session.rollback()
    return make.again(session, complaint.number)
