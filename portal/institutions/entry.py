"""An entry of the register as somebody states it, and the shape every part of it must have."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from portal.institutions.faults import fault
from portal.institutions.names import normalise
from portal.institutions.rules import LEVELS, TYPES, category_key, type_known
from portal.kernel import divisions, identifiers
from portal.kernel.findings import N_, Finding

EARLIEST = date(1800, 1, 1)
MAX_ALIASES = 50
LENGTHS = {
    "name": 120,
    "short_name": 60,
    "category": 40,
    "licence_no": 60,
    "phone": 40,
    "address": 200,
    "email": 254,
    "url": 500,
    "process_url": 500,
    "notice_email": 254,
}
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,31}")
_EXTENSION = re.compile(r"(.+?)\s*转\s*([0-9]{1,6})")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")


@dataclass(frozen=True)
class Particulars:
    """What an institution is and where it stands; `parent_code` is empty for a legal entity."""

    name: str
    short_name: str = ""
    type: str = ""
    category: str = ""
    level: str = "head"
    parent_code: str = ""
    territory: str = ""
    uscc: str = ""
    licence_no: str = ""
    opened_on: date | None = None


@dataclass(frozen=True)
class Channels:
    """Where complaints are taken (Art. 8), and where forwarding notices are sent."""

    phone: str = ""
    address: str = ""
    email: str = ""
    url: str = ""
    process_url: str = ""
    notice_email: str = ""
    internet_channel: bool = False


def code_faults(code: str) -> list[Finding]:
    """Return what is wrong with a code: 1 to 32 of A–Z, 0–9 and the hyphen."""
    if CODE.fullmatch(code):
        return []
    reason = N_("机构代码须为 1 至 32 位大写字母、数字或连字符，且不以连字符开头。请更正。")
    return [fault("code", code, reason)]


def particulars_faults(stated: Particulars, as_of: date) -> list[Finding]:
    """Return what is wrong with the shape of the particulars, each with how to mend it."""
    faults = _text_faults(stated, ("name", "short_name", "category", "licence_no"))
    if not normalise(stated.name):
        faults.append(fault("name", stated.name, N_("请填写机构全称。")))
    if stated.level not in LEVELS:
        reason = N_("层级须为 head（法人）或 branch（分支机构）。请更正。")
        faults.append(fault("level", stated.level, reason))
    faults += _kind_faults(stated) + _identity_faults(stated)
    return faults + opening_faults(stated.opened_on, as_of)


def _kind_faults(stated: Particulars) -> list[Finding]:
    inherits = stated.level == "branch"
    if inherits and not stated.type:
        return []  # a branch takes what is left out from its parent
    if not type_known(stated.type):
        reason = N_("类型须为 %(types)s 之一（第四十二条）。请更正。")
        return [fault("type", stated.type, reason, types=", ".join(TYPES))]
    if inherits and not stated.category:
        return []
    if category_key(stated.type, stated.category) is None:
        reason = N_("这一类型没有这个类别。请改用通报所列的类别。")
        return [fault("category", stated.category, reason)]
    return []


def _identity_faults(stated: Particulars) -> list[Finding]:
    faults = []
    if not divisions.known(stated.territory):
        reason = N_("没有这个行政区划。请填写六位行政区划代码，全国填 000000。")
        faults.append(fault("territory", stated.territory, reason))
    if stated.uscc and not identifiers.uscc_ok(stated.uscc):
        reason = N_("统一社会信用代码校验不符。请对照证照重新填写 18 位代码。")
        faults.append(fault("uscc", stated.uscc, reason))
    return faults


def opening_faults(opened_on: date | None, as_of: date) -> list[Finding]:
    """Return what is wrong with an opening date: not before 1800, not after `as_of`."""
    if opened_on and not EARLIEST <= opened_on <= as_of:
        reason = N_("开业日期须在 1800 年以后，且不晚于今天。请更正。")
        return [fault("opened_on", opened_on, reason)]
    return []


def closing_faults(closed_on: date, opened_on: date | None, as_of: date) -> list[Finding]:
    """Return what is wrong with a closing date: not before the opening, not after `as_of`."""
    if closed_on > as_of:
        reason = N_("终止日期不能晚于今天。请在终止当日或之后登记。")
        return [fault("closed_on", closed_on, reason)]
    if closed_on < (opened_on or EARLIEST):
        reason = N_("终止日期不能早于开业日期（%(opened_on)s）。请更正其中一个日期。")
        return [fault("closed_on", closed_on, reason, opened_on=str(opened_on or EARLIEST))]
    return []


def channel_faults(stated: Channels) -> list[Finding]:
    """Return what is wrong with the shape of the channels; an absent channel is no fault."""
    fields = ("phone", "address", "email", "url", "process_url", "notice_email")
    faults = _text_faults(stated, fields)
    if stated.phone and not phone_ok(stated.phone):
        reason = N_(
            "电话号码不完整或有误。请写成 95588、0571-87654321 或 0571-87654321转802 的样子。"
        )
        faults.append(fault("phone", stated.phone, reason))
    for column in ("email", "notice_email"):
        value = getattr(stated, column)
        if value and not identifiers.email_ok(value):
            reason = N_("电子邮箱的格式不对。请写成 name@example.cn 的样子。")
            faults.append(fault(column, value, reason))
    for column in ("url", "process_url"):
        value = getattr(stated, column)
        if value and not web_address_ok(value):
            reason = N_("网址须以 http:// 或 https:// 开头，并含完整域名。请更正。")
            faults.append(fault(column, value, reason))
    return faults


def alias_faults(aliases: tuple[str, ...]) -> list[Finding]:
    """Return what is wrong with a list of aliases: too many, too long, or nothing but marks."""
    faults = []
    if len(aliases) > MAX_ALIASES:
        reason = N_("别名最多 %(limit)s 个。请删去不常用的。")
        faults.append(fault("aliases", str(len(aliases)), reason, limit=MAX_ALIASES))
    for alias in aliases:
        if len(alias) > LENGTHS["short_name"]:
            reason = N_("别名最长 %(limit)s 字。请缩短。")
            faults.append(fault("aliases", alias, reason, limit=LENGTHS["short_name"]))
        elif len(normalise(alias)) < 2:
            reason = N_("别名至少要有两个字或字母，否则会误认别的机构。请改写或删去。")
            faults.append(fault("aliases", alias, reason))
    return faults


def split_aliases(text: str) -> tuple[str, ...]:
    """Return the aliases of a `;` list or of lines; equal ones (by `normalise`) once."""
    found: dict[str, str] = {}
    for alias in re.split(r"[;；\n]", text):
        if alias.strip():
            found.setdefault(normalise(alias) or alias, " ".join(alias.split()))
    return tuple(found.values())


def web_address_ok(url: str) -> bool:
    """Return whether a text is a plain web address: http or https, a full domain, no password."""
    if any(mark.isspace() or not mark.isprintable() for mark in url):
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or "\\" in url:
        return False
    return bool(_HOST.fullmatch(host))


def phone_ok(phone: str) -> bool:
    """Return whether a text is one phone number, with an extension (转) or without."""
    found = _EXTENSION.fullmatch(phone)
    return identifiers.phone_ok(identifiers.phone_form(found[1] if found else phone))


def _text_faults(stated: object, columns: tuple[str, ...]) -> list[Finding]:
    faults = []
    for column in columns:
        value, limit = getattr(stated, column), LENGTHS[column]
        if value and not value.isprintable():
            reason = N_("含有不可见的控制字符或换行。请删去。")
            faults.append(fault(column, "".join(filter(str.isprintable, value)), reason))
        elif len(value) > limit:
            reason = N_("最长 %(limit)s 字（现为 %(length)s 字）。请缩短。")
            faults.append(fault(column, value, reason, limit=limit, length=len(value)))
    return faults
