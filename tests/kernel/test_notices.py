"""Notices: what arrives, what is refused, and that a repeat stays one message."""

import email
import email.policy
import socket
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.kernel import notices
from portal.kernel.db import transaction
from portal.kernel.foundation import lay
from portal.kernel.notices import Gateway, MailboxMessage, Smtp, Undeliverable, mailbox
from portal.kernel.notices.message import Notice
from tests.kernel.mailbox import AT
from tests.kernel.postmen import certificate, mail_server, sms_server

SENDER = "转办 <noreply@example.org>"


@pytest.fixture
def pem(files, monkeypatch):
    """A certificate of localhost that this process trusts."""
    path = certificate(files)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


def a_mail(to="zhang@example.com", subject="转送通知", body="您好。\n第二行", key="telling:17"):
    return Notice.make("email", to, subject, body, key, AT)


def a_text(to="13812341234", key="telling:17"):
    return Notice.make("sms", to, "", "您的投诉已转送。", key, AT)


def arrived(server):
    return email.message_from_bytes(server.mails[-1], policy=email.policy.default)


def test_a_mail_arrives_as_it_was_written():
    with mail_server() as server:
        proof = Smtp(f"smtp://127.0.0.1:{server.port}", SENDER).carry(a_mail())
    mail = arrived(server)
    assert mail["To"] == "zhang@example.com"
    assert mail["From"] == SENDER
    assert mail["Subject"] == "转送通知"
    assert mail.get_content().splitlines() == ["您好。", "第二行"]
    assert proof == notices.Proof("smtp", mail["Message-ID"], AT)


def test_a_mail_sent_again_keeps_its_message_id_and_shows_no_key():
    with mail_server() as server:
        carrier = Smtp(f"smtp://127.0.0.1:{server.port}", SENDER)
        first, second = carrier.carry(a_mail()), carrier.carry(a_mail())
        other = carrier.carry(a_mail(key="telling:18"))
    assert first.reference == second.reference != other.reference
    assert b"telling" not in server.mails[0]


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_tls_and_sign_in_are_used_as_the_url_says(pem, scheme):
    with mail_server(pem, wrapped=scheme == "smtps") as server:
        url = f"{scheme}://user:p%40ss@localhost:{server.port}"
        Smtp(url, SENDER).carry(a_mail())
    assert arrived(server)["To"] == "zhang@example.com"
    assert any(line.startswith("AUTH") for line in server.heard)
    if scheme == "smtp+starttls":
        tls = server.heard.index("(TLS)")
        assert not any(line.startswith(("AUTH", "MAIL")) for line in server.heard[:tls])


def test_a_server_without_the_tls_that_was_asked_for_gets_nothing():
    with mail_server() as server, pytest.raises(Undeliverable) as failure:
        Smtp(f"smtp+starttls://localhost:{server.port}", SENDER).carry(a_mail())
    assert not failure.value.permanent
    assert server.mails == []


def test_a_server_with_a_certificate_nobody_knows_gets_nothing(files):
    unknown = pytest.raises(Undeliverable, match="unreachable")
    with mail_server(certificate(files), wrapped=True) as server, unknown:
        Smtp(f"smtps://localhost:{server.port}", SENDER).carry(a_mail())
    assert server.mails == []


@pytest.mark.parametrize(
    ("answers", "permanent", "reason"),
    [
        ({"RCPT": 550}, True, "bad_address"),
        ({"RCPT": 450}, False, "busy"),
        ({"MAIL": 550}, False, "misconfigured"),
        ({"END": 554}, True, "refused"),
        ({"END": 452}, False, "busy"),
        ({"RCPT": 421}, False, "busy"),
        ({"EHLO": 500, "HELO": 550}, True, "refused"),
    ],
)
def test_what_a_mail_server_says_decides_whether_to_try_again(answers, permanent, reason):
    with mail_server(**answers) as server, pytest.raises(Undeliverable) as failure:
        Smtp(f"smtp://127.0.0.1:{server.port}", SENDER).carry(a_mail())
    assert (failure.value.permanent, failure.value.reason) == (permanent, reason)


def test_a_wrong_password_is_our_fault_and_not_the_recipients(pem):
    with (
        mail_server(pem, wrapped=True, AUTH=535) as server,
        pytest.raises(Undeliverable) as failure,
    ):
        Smtp(f"smtps://user:wrong@localhost:{server.port}", SENDER).carry(a_mail())
    assert (failure.value.permanent, failure.value.reason) == (False, "misconfigured")


@pytest.mark.parametrize("carry", ["smtp", "sms"])
def test_a_server_that_is_silent_or_gone_is_tried_again_later(carry):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        for address, limit in ((f"127.0.0.1:{port}", 0.2), ("127.0.0.1:1", 2)):
            with pytest.raises(Undeliverable) as failure:
                if carry == "smtp":
                    Smtp(f"smtp://{address}", SENDER, timeout=limit).carry(a_mail())
                else:
                    Gateway(f"http://{address}/", "t", timeout=limit).carry(a_text())
            assert (failure.value.permanent, failure.value.reason) == (False, "unreachable")


@given(st.text(max_size=60))
def test_no_subject_can_add_a_header(subject):
    notice = a_mail(subject=subject + "\r\nBcc: all@example.org\n\nBody")
    mail = Smtp("smtp://127.0.0.1", SENDER)._message(notice)
    read = email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)
    assert read["Bcc"] is None
    assert set(read.keys()) == set(mail.keys())


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@b",
        "a@b.cn\r\nBcc: c@d.cn",
        "a@b.cn, c@d.cn",
        "张 <a@b.cn>",
        "a@b.cn\0",
        "张@例子.cn",
        "a" * 65 + "@b.cn",
        "a@" + "b" * 250 + ".cn",
        "a@-b..cn",
    ],
)
def test_what_is_not_one_address_is_refused_for_good(to):
    with pytest.raises(Undeliverable) as failure:
        a_mail(to=to)
    assert (failure.value.permanent, failure.value.reason) == (True, "bad_address")
    assert to == "" or to not in str(failure.value)


@pytest.mark.parametrize("to", ["", "12", "1" * 21, "138abcd1234", "110;13812341234", "+"])
def test_what_is_not_a_phone_number_is_refused_for_good(to):
    with pytest.raises(Undeliverable, match="bad_address"):
        a_text(to=to)


def test_a_text_reaches_the_gateway_with_token_and_key():
    with sms_server() as server:
        gateway = Gateway(f"http://127.0.0.1:{server.port}/v1/messages?app=7", "s3cret")
        proof = gateway.carry(a_text(to="+86 138-1234-1234"))
    path, headers, body = server.requests[0]
    assert path == "/v1/messages?app=7"
    assert headers["Authorization"] == "Bearer s3cret"
    assert headers["Idempotency-Key"] == "telling:17"
    assert body == {"to": "+8613812341234", "body": "您的投诉已转送。"}
    assert proof == notices.Proof("gateway", "sms-1", AT)


def test_a_text_sent_again_is_one_message_to_the_gateway():
    with sms_server() as server:
        gateway = Gateway(f"http://127.0.0.1:{server.port}", "t")
        assert gateway.carry(a_text()) == gateway.carry(a_text())
    assert len(server.requests) == 2
    assert len(server.sent) == 1


@pytest.mark.parametrize(
    ("status", "permanent", "reason"),
    [
        (400, True, "refused"),
        (422, True, "refused"),
        (401, False, "misconfigured"),
        (403, False, "misconfigured"),
        (302, False, "busy"),
        (409, False, "busy"),
        (429, False, "busy"),
        (500, False, "busy"),
        (503, False, "busy"),
    ],
)
def test_what_a_gateway_says_decides_whether_to_try_again(status, permanent, reason):
    with sms_server((status, "")) as server, pytest.raises(Undeliverable) as failure:
        Gateway(f"http://127.0.0.1:{server.port}", "t").carry(a_text())
    assert (failure.value.permanent, failure.value.reason) == (permanent, reason)
    assert len(server.requests) == 1


@pytest.mark.parametrize("reply", ["", "no json", "[]", '{"id": {}}', '{"id": null}', '"x"'])
def test_a_gateway_that_names_nothing_has_taken_the_message_all_the_same(reply):
    with sms_server((202, reply)) as server:
        proof = Gateway(f"http://127.0.0.1:{server.port}", "t").carry(a_text())
    assert proof.reference == ""


@pytest.mark.parametrize(
    "make",
    [
        lambda: Smtp("http://host", SENDER),
        lambda: Smtp("smtps://", SENDER),
        lambda: Smtp("smtp://user:password@mail.example.org", SENDER),
        lambda: Smtp("smtps://mail.example.org", "no sender <>"),
        lambda: Gateway("ftp://host", "t"),
        lambda: Gateway("http://sms.example.org/", "t"),
        lambda: Gateway("https://sms.example.org/", "a\r\nb"),
    ],
)
def test_a_carrier_that_cannot_be_right_is_refused_at_the_start(make):
    with pytest.raises(ValueError, match="must|needs"):
        make()


def send(session, **changes):
    notice = {
        "kind": "email",
        "to": "a@b.cn",
        "subject": "题",
        "body": "文",
        "key": "k:1",
    } | changes
    with transaction(session):
        return notices.send(session, **notice, at=AT)


def test_outside_a_demonstration_nothing_passes_for_sent_that_reached_nobody(session, settings):
    lay(settings)
    with pytest.raises(Undeliverable) as failure:
        send(session)
    assert (failure.value.permanent, failure.value.reason) == (True, notices.NO_CARRIER)
    assert session.scalars(select(MailboxMessage.key)).all() == []
    assert notices.without_carrier() == {"email", "sms"}
    assert notices.in_mailbox() == frozenset()


def test_in_a_demonstration_what_has_no_carrier_is_kept_to_be_read(session, settings):
    lay(replace(settings, demo=True))
    assert send(session).provider == "mailbox"
    assert notices.without_carrier() == frozenset()


def test_without_a_carrier_a_notice_ends_in_the_mailbox_once(session):
    first, second = send(session), send(session, body="同一封再来")
    assert first == second
    assert first.provider == "mailbox"
    assert [m.body for m in mailbox.latest(session, 10).items] == ["文"]
    assert notices.in_mailbox() == {"email", "sms"}


def test_a_carrier_takes_its_kind_and_leaves_the_other_to_the_mailbox(session):
    with sms_server() as server:
        notices.install(sms=Gateway(f"http://127.0.0.1:{server.port}", "t"), mailbox=True)
        assert send(session, kind="sms", to="13812341234").provider == "gateway"
        assert send(session, key="k:2").provider == "mailbox"
    assert notices.in_mailbox() == {"email"}
    assert session.scalars(select(MailboxMessage.key)).all() == ["k:2"]


def test_the_mailbox_is_read_from_the_newest_on_in_pages(session):
    for number in range(5):
        send(session, key=f"k:{number}", subject=f"第{number}封")
    page = mailbox.latest(session, 2)
    assert [m.subject for m in page.items] == ["第4封", "第3封"]
    rest = mailbox.latest(session, 9, page.next)
    assert [m.subject for m in rest.items] == ["第2封", "第1封", "第0封"]
    assert mailbox.message(session, page.items[0].id).subject == "第4封"
    assert mailbox.message(session, 10**15) is None


def test_control_signs_and_directions_do_not_reach_anybody(session):
    send(session, subject="题\x00目\u202e二\n三", body="一\x00二\u202e\r\n三\ud800")
    kept = mailbox.latest(session, 1).items[0]
    assert (kept.subject, kept.body) == ("题目二 三", "一二\n三?")


@pytest.mark.parametrize(("kind", "key"), [("fax", "k"), ("email", ""), ("email", "a\nb")])
def test_a_notice_without_kind_or_key_is_a_mistake_of_ours(kind, key):
    with pytest.raises(ValueError, match="kind"):
        Notice.make(kind, "a@b.cn", "", "", key, AT)
