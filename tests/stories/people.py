"""The people of a story: a visitor without an account, and those who sign in anew each day."""

import re
from html import unescape
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from portal.kernel import clock
from tests import factories as make
from tests.stories.pages import PageForm, form_to, forms, text_of


class Visitor:
    """One browser without JavaScript, which sends forms as they stand on their pages."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, path: str) -> Any:
        """Open a page that is there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer

    def send(self, page: str, action: str, having: dict[str, str] | None = None, **data: Any):
        """Fill in the form of a page that goes to `action`, and send it."""
        form = self.form(page, action, having)
        return self.client.post(action, data=form.filled(data))

    def form(self, page: str, action: str, having: dict[str, str] | None = None) -> PageForm:
        """Find a form on a page, else behind the links that open what the page keeps closed."""
        html = self.get(page).text
        for link in re.findall(r'href="([^"]*[?&;]act=[^"#]*)#', html):
            if any(form.action == action for form in forms(html)):
                break
            html = self.get(unescape(link)).text
        return form_to(html, action, having)

    def do(self, page: str, action: str, having: dict[str, str] | None = None, **data: Any) -> str:
        """Send a form that is accepted; return where it leads."""
        answer = self.send(page, action, having, **data)
        assert answer.status_code == 303, f"{action}: {answer.status_code} {text_of(answer.text)}"
        return str(answer.headers["Location"])


class Person(Visitor):
    """Somebody with an account, at work until the idle limit ends the session."""

    def __init__(self, app: Flask, session: Session, role: str, **where: Any) -> None:
        super().__init__(app)
        self.account = make.make_account(session, role, at=clock.now(), **where)
        session.commit()
        self.come_in()

    def come_in(self) -> "Person":
        """Sign in again, as on another day."""
        self.client = self.app.test_client()
        with self.client.session_transaction() as stored:
            stored["_user_id"] = str(self.account.id)
            stored["since"] = clock.now().isoformat()
        return self
