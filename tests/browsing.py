"""A browser without JavaScript for the tests: pages, forms with their tokens, signing in."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.kernel import clock
from tests import factories as make


class Visitor:
    """One browser."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def enter(self, session: Session, role: str, **where: Any) -> "Visitor":
        """Sign in as a new account of a role; `unit_code` or `institution_id` say where."""
        account = make.make_account(session, role, **where)
        session.commit()
        sign_in(self.client, account.id)
        return self

    def get(self, path: str, **kwargs: Any) -> Any:
        """Fetch a page."""
        return self.client.get(path, **kwargs)

    def post(self, path: str, data: dict[str, Any] | None = None, *, page: str) -> Any:
        """Send a form with the CSRF token and hidden version of the page it stands on."""
        html = self.client.get(page).get_data(as_text=True)
        sent = {"csrf_token": _first(html, "csrf_token") or "", **(data or {})}
        return self.client.post(path, data=sent)


def sign_in(client: FlaskClient, account_id: int) -> None:
    """Make a browser's session that of an account, as signing in does."""
    with client.session_transaction() as stored:
        stored["_user_id"] = str(account_id)
        stored["since"] = clock.now().isoformat()


def _first(html: str, name: str) -> str | None:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    return found[1] if found else None
