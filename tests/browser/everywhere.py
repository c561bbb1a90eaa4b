"""A walk through all that a role can reach."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from portal.kernel.actor import INSTITUTION_ROLES
from portal.web.access import EVERYBODY, access_of
from tests import factories
from tests.browser.crawl import walk

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
        self.context.add_cookies(cookies)
        return set(walk(self.app, self.page, HOMES[role], self.check, besides))

    def _entered(self, role: str, institution_id: int) -> str:
        own = {"institution_id": institution_id} if role in INSTITUTION_ROLES else {}
        account = factories.make_account(self.session, role, **own)
        self.session.commit()
        visitor = self.app.test_client()
        with visitor.session_transaction() as stored:
            stored["_user_id"] = str(account.id)
        return visitor.get_cookie("zhuanban").value
