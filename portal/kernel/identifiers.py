"""Identifiers and contacts checked for their shape and check digits; never looked up."""

import re
import unicodedata

from stdnum.cn import uscc
from stdnum.cn.ric import calc_check_digit, get_birth_date
from stdnum.exceptions import ValidationError

_USCC = re.compile(r"[0-9A-Za-z]{18}", re.ASCII)
_RESIDENT_ID = re.compile(r"[1-9]\d{16}[0-9X]", re.ASCII)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0\d{2,3}-?[2-9]\d{6,7}(-\d{1,6})?", re.ASCII)
_SERVICE = re.compile(r"(9\d{4,5}|400-?\d{3}-?\d{4}|800-?\d{3}-?\d{4}|1\d{4})", re.ASCII)
_ABROAD = re.compile(r"\+(?!86)[1-9]\d{5,14}", re.ASCII)
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(
    rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@(?:{_HOST}\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])"
)
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|#)", re.IGNORECASE)


def uscc_ok(value: str) -> bool:
    """Return whether a unified social credit code has its shape and check character (GB 32100)."""
    return bool(_USCC.fullmatch(value)) and bool(uscc.is_valid(value))


def resident_id_ok(value: str) -> bool:
    """Return whether a resident identity number has its shape, date and check digit (GB 11643).

    The division in front is not looked up: numbers outlive the division that gave them.
    """
    number = value.upper()
    if not _RESIDENT_ID.fullmatch(number):
        return False
    try:
        get_birth_date(number)
    except ValidationError:
        return False
    return bool(calc_check_digit(number) == number[-1])


def phone_form(value: str) -> str:
    """Return a phone number as it is kept: half-width, without blanks and the prefix +86.

    An extension stands after a hyphen, however it was written; 00 before a foreign number is +.
    """
    folded = unicodedata.normalize("NFKC", value)
    bare = _EXTENSION.sub("-", re.sub(r"[\s()]", "", folded))
    bare = re.sub(r"^(\+86|0086)-?", "", bare)
    if bare.startswith(("+", "00")):
        return "+" + bare.removeprefix("00").replace("+", "").replace("-", "")
    compact = bare.replace("-", "")
    return compact if _MOBILE.fullmatch(compact) else bare


def mobile_ok(value: str) -> bool:
    """Return whether a kept number is a mobile number of the mainland."""
    return bool(_MOBILE.fullmatch(value))


def phone_ok(value: str) -> bool:
    """Return whether a kept number is a mobile, landline, service or foreign number."""
    return any(form.fullmatch(value) for form in (_MOBILE, _LANDLINE, _SERVICE, _ABROAD))


def email_ok(value: str) -> bool:
    """Return whether an e-mail address has its shape."""
    return len(value) <= 254 and bool(_EMAIL.fullmatch(value))
