"""A complaint as a call brings it, made into a submission; received once per sender's number."""

from typing import Any

from flask_babel import gettext as _

from forwarding.commands import replies, uploads
from forwarding.commands.receive import receive
from forwarding.queries.references import is_known
from forwarding.submission import Against, Problem, Receipt, Rejected, Submission
from forwarding.views.api.people import people
from forwarding.words import same_sector
from portal.accounts.queries import territories
from portal.institutions.queries import by_codes
from portal.kernel.actor import Actor
from portal.web.api.faults import FieldError, Refusal
from portal.web.db import session


def source_of(by: Actor) -> str:
    """Return the source under which an account's own numbers are unique: each system its own."""
    return f"api:{by.account_id}"


def take(body: dict[str, Any], act: dict[str, Any]) -> Receipt:
    """Receive a complaint in the transaction under way."""
    by, reference = act["by"], body["external_ref"]
    _check_place(body["territory"], by)
    _check_classes(body)
    if reference:
        # A second call with the same number waits here, and is then a repeat.
        replies.hold(session(), f"external_ref:{source_of(by)}:{reference}")
    _check_repeated(body["duplicate_of"], source_of(by))
    files = uploads.waiting(session(), body["attachments"] or [], by=by)
    submission = _submission(body, source_of(by), tuple(uploads.as_file(row) for row in files))
    receipt = receive(session(), submission, **act)
    if not receipt.repeat:
        uploads.used(session(), files)
    return receipt


def _check_place(territory: str, by: Actor) -> None:
    unit_code = territories(session())(territory)
    if unit_code is None:
        raise Rejected([Problem("territory", "unknown_territory", "33")])
    if unit_code not in by.unit_codes:
        detail = _("不在您的辖区。请由有关监管局登记，或更正行政区划代码。")
        raise Refusal(FieldError("territory", "outside_territory", detail, "33"))


def _check_classes(body: dict[str, Any]) -> None:
    business, cause = body["business"], body["cause"]
    if business and cause and not same_sector(business, cause):
        detail = _("业务和原因须同属银行业或同属保险业。请核对。")
        raise Refusal(FieldError("cause", "other_sector", detail))


def _check_repeated(reference: str | None, source: str) -> None:
    if reference and not is_known(session(), source, reference):
        detail = _("没有以这个编号收到过投诉。请核对 duplicate_of，或先提交原来那一件。")
        raise Refusal(FieldError("duplicate_of", "unknown_reference", detail))


def _submission(body: dict[str, Any], source: str, files: tuple[Any, ...]) -> Submission:
    return Submission(
        source=source,
        people=people(body),
        against=_against(body),
        files=files,
        **{name: body[name] for name in _AS_SENT},
    )


_AS_SENT = (
    *("channel", "received_at", "territory", "claim", "facts", "business", "cause", "amount"),
    *("external_ref", "duplicate_of", "filer_kind", "joint", "people_count", "public_event"),
)


def _against(body: dict[str, Any]) -> tuple[Against, ...]:
    """Return the institutions: by code as decided, by name for an officer to find out."""
    codes = _parts(body["institution_code"])
    known = by_codes(session(), codes)
    if missing := [code for code in codes if code not in known]:
        raise no_such_institution("institution_code", missing)
    decided = [Against(known[code].label, known[code].id) for code in codes]
    stated = [Against(name) for name in _parts(body["institution_name"])]
    return (*decided, *stated)


def _parts(listed: str | None) -> list[str]:
    parts = (part.strip() for part in (listed or "").replace("；", ";").split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def no_such_institution(field: str, codes: list[str]) -> Refusal:
    """Return the refusal of codes that the register does not hold."""
    text = _("名录中没有这个机构代码。请先导入机构，或改为正确的代码。")
    return Refusal(*(FieldError(field, "unknown_institution", f"{c}: {text}", "11") for c in codes))
