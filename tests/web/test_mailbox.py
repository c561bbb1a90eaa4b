"""The mailbox page: open in a demonstration without carriers, and nowhere else."""

from dataclasses import replace

import pytest

from portal.app import create_app
from portal.kernel import notices
from portal.kernel.db import make_session, transaction
from tests.kernel.mailbox import AT
from tests.web.pagecheck import CheckingClient


@pytest.fixture
def app(settings):
    """The application of a demonstration."""
    made = create_app(replace(settings, demo=True))
    made.testing = True
    made.test_client_class = CheckingClient
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def write(app):
    """Sends a notice, as the worker would."""

    def send(key, kind="email", to="zhang@example.com", subject="转送通知", body="您好。"):
        with make_session(app.extensions["engine"]) as session, transaction(session):
            notice = {"kind": kind, "to": to, "subject": subject, "body": body, "key": key}
            return notices.send(session, **notice, at=AT).reference

    return send


def test_an_empty_mailbox_says_what_to_do_next(client):
    assert "信箱是空的" in client.get("/mailbox").get_data(as_text=True)


def test_what_was_sent_can_be_read_the_newest_first(client, write):
    write("k:1", subject="第一封")
    write("k:2", kind="sms", to="13812341234", subject="", body="【浙江监管局】您的投诉已转送。")
    page = client.get("/mailbox").get_data(as_text=True)
    assert page.index("您的投诉已转送。") < page.index("第一封")
    assert "13812341234" in page


def test_a_message_shows_its_paragraphs_and_its_link_can_be_followed(client, write):
    body = "您好：\n\n查询进度：http://127.0.0.1:8000/status\n<b>不是标记</b>"
    page = client.get(f"/mailbox/{write('k:1', body=body)}").get_data(as_text=True)
    assert '<a href="http://127.0.0.1:8000/status"' in page
    assert "&lt;b&gt;不是标记" in page


def test_a_long_mailbox_comes_in_pages(client, write):
    for number in range(30):
        write(f"k:{number}", subject=f"第{number}封。")
    first = client.get("/mailbox").get_data(as_text=True)
    assert "第29封。" in first
    assert "第4封。" not in first
    link = next(part for part in first.split('"') if part.startswith("/mailbox?cursor="))
    assert "第4封。" in client.get(link).get_data(as_text=True)


@pytest.mark.parametrize("path", ["/mailbox/1", "/mailbox/0", "/mailbox/x", f"/mailbox/{10**30}"])
def test_a_message_that_is_not_there_is_404(client, path):
    assert client.get(path).status_code == 404


def test_the_mailbox_is_linked_from_the_front_page(client):
    assert 'href="/mailbox"' in client.get("/").get_data(as_text=True)


def test_outside_a_demonstration_there_is_no_mailbox(settings):
    app = create_app(settings)
    client = app.test_client()
    assert client.get("/mailbox").status_code == 404
    assert "/mailbox" not in client.get("/").get_data(as_text=True)
    app.extensions["engine"].dispose()


def test_with_carriers_at_work_there_is_no_mailbox(settings):
    carriers = {
        "smtp_url": "smtps://mail.example.org",
        "mail_from": "noreply@example.org",
        "sms_url": "https://sms.example.org",
        "sms_token": "t",
    }
    app = create_app(replace(settings, demo=True, **carriers))
    assert app.test_client().get("/mailbox").status_code == 404
    app.extensions["engine"].dispose()
