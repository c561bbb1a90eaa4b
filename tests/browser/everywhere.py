"""A walk through all that a role can reach."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from portal.kernel.actor import INSTITUTION_ROLES, Actor
from portal.web.access import EVERYBODY, access_of, may
from tests import factories
from tests.browser.crawl import kind, walk

HOMES = {
    "anonymous": "/",
    "triage": "/staff/",
    "supervisor": "/staff/",
    "clerk": "/staff/",
    "admin": "/staff/accounts/",
    "auditor": "/staff/audit",
    "institution": "/desk/",
    "institution_admin": "/desk/",
}

# What an elder role may open too is looked at by that role, but for the pages a day is spent on.
ELDER = {
    "triage": "supervisor",
    "clerk": "supervisor",
    "admin": "supervisor",
    "auditor": "supervisor",
    "institution": "institution_admin",
}
ALWAYS = {"complaints_staff.worklist_page", "complaints_staff.case_page", "desk.case_page"}


def entitled(app: Flask, role: str) -> set[str]:
    """Return the endpoints that a role may open."""
    actor = Actor(kind="staff", role=role, account_id=0)
    given = {name: access_of(app, name) for name in app.view_functions}
    return {
        name
        for name, permission in given.items()
        if permission == EVERYBODY or (permission and may(actor, permission))
    }


@dataclass(frozen=True)
class Walk:
    """What a walk needs: the application, its address, a browser and how a page is judged."""

    app: Flask
    session: Session
    site: str
    context: Any
    page: Any
    check: Any

    def through(self, role: str, language: str, institution_id: int) -> set[str]:
        """Visit every page of a role and return the endpoints seen.

        What is open to everybody is looked at by who is signed in to nothing.
        """
        cookies = [{"name": "language", "value": language, "url": self.site}]
        besides: set[str] = set()
        if role != "anonymous":
            cookies.append({"name": "zhuanban", "value": self._entered(role, institution_id)})
            cookies[-1]["url"] = self.site
            views = self.app.view_functions
            besides = {name for name in views if access_of(self.app, name) == EVERYBODY}
            if role in ELDER:
                besides |= entitled(self.app, ELDER[role]) - ALWAYS - {self._home(role)}
        self.context.add_cookies(cookies)
        return set(walk(self.app, self.page, HOMES[role], self.check, besides))

    def _home(self, role: str) -> str:
        return str(kind(self.app, HOMES[role]))

    def _entered(self, role: str, institution_id: int) -> str:
        own = {"institution_id": institution_id} if role in INSTITUTION_ROLES else {}
        account = factories.make_account(self.session, role, **own)
        self.session.commit()
        visitor = self.app.test_client()
        with visitor.session_transaction() as stored:
            stored["_user_id"] = str(account.id)
        return visitor.get_cookie("zhuanban").value
