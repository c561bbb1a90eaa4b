"""E-mail over SMTP, with TLS as the URL says."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from portal.kernel.notices.message import Notice, Proof, Undeliverable

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
# The server speaks of our credentials or of its own trouble, not of this message.
_OURS = {421, 454, 530, 534, 535, 538}


class Smtp:
    """A mail server: smtps:// (TLS at once), smtp+starttls:// (TLS or nothing), smtp:// (plain).

    `sender` is an address, with a name if wished: 转办 <noreply@example.org>. `timeout` in seconds.
    """

    def __init__(self, url: str, sender: str, *, timeout: float = 20.0) -> None:
        self._url: SplitResult = urlsplit(url)
        if self._url.scheme not in _PORTS or not self._url.hostname:
            raise ValueError("the mail server must be smtps://, smtp+starttls:// or smtp://HOST")
        plain = self._url.scheme == "smtp" and self._url.hostname not in _LOOPBACK
        if plain and self._url.password:
            raise ValueError("a password needs smtps:// or smtp+starttls://, never plain smtp://")
        name, address = parseaddr(sender)
        if not address:
            raise ValueError("the sender must be an address such as noreply@example.org")
        self._sender = Address(name, addr_spec=address)
        self._timeout = timeout

    def carry(self, notice: Notice) -> Proof:
        """Hand one message to the server; its Message-ID comes from the notice's key."""
        message = self._message(notice)
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise _undeliverable(code, "bad_address") from None
        except smtplib.SMTPSenderRefused:
            raise Undeliverable(False, "misconfigured") from None
        except smtplib.SMTPResponseException as error:
            raise _undeliverable(error.smtp_code, "refused") from None
        except smtplib.SMTPNotSupportedError:
            raise Undeliverable(False, "misconfigured") from None
        except (smtplib.SMTPException, OSError):
            raise Undeliverable(False, "unreachable") from None
        return Proof("smtp", message["Message-ID"], notice.at)

    def _connect(self) -> smtplib.SMTP:
        host, scheme = self._url.hostname or "", self._url.scheme
        port = self._url.port or _PORTS[scheme]
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if scheme == "smtps":
            server = smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=self._timeout)
        try:
            if scheme == "smtp+starttls":
                server.starttls(context=context)
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _message(self, notice: Notice) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["Message-ID"] = f"<{notice.digest}@{self._sender.domain}>"
        message["Date"] = format_datetime(notice.at)
        message["From"] = self._sender
        message["To"] = Address(addr_spec=notice.to)
        message["Subject"] = notice.subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(notice.body)
        return message


def _undeliverable(code: int, reason: str) -> Undeliverable:
    if code in _OURS:
        return Undeliverable(False, "busy" if code == 421 else "misconfigured")
    return Undeliverable(code >= 500, reason if code >= 500 else "busy")
