"""What holds for units, roles, passwords and sign-in, without a database."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.kernel import divisions
from portal.kernel.actor import INSTITUTION_ROLES, STAFF_ROLES
from portal.kernel.law import clause

HEAD_OFFICE = "000000"
LEVELS = ("head_office", "bureau", "sub_bureau")
ABOVE = {"head_office": None, "bureau": "head_office", "sub_bureau": "bureau"}
"""The level directly above each level of the regulator (Art. 6, 30)."""

TOTP_SECONDS = 30
TOTP_DRIFT = 1
"""Steps of thirty seconds that a clock may be off either way."""

PASSWORD_MIN = 12
PASSWORD_MAX = 128
LOGIN_PATTERN = re.compile(r"[^\s\x00-\x1f\x7f\ud800-\udfff<>\"'&/\\?#%]{2,64}")
_COMMON = (
    "password",
    "passw0rd",
    "qwerty",
    "asdfgh",
    "zxcvbn",
    "1qaz2wsx",
    "admin",
    "welcome",
    "iloveyou",
    "woaini",
    "abc",
    "zhuanban",
    "letmein",
    "test",
)


@dataclass(frozen=True)
class SignInRules:
    """Settings of the sign-in: the Measures are silent about all of them."""

    max_failures: int = 5
    lock_minutes: int = 15
    totp_for_staff: bool = True
    totp_for_institutions: bool = False

    def needs_second_factor(self, role: str) -> bool:
        """Return whether an account of this role must have a second factor."""
        return self.totp_for_staff if role in STAFF_ROLES else self.totp_for_institutions


def stem(code: str) -> str:
    """Return the part of a division code that its territory shares: 330200 → 3302, 330000 → 33."""
    if code == HEAD_OFFICE:
        return ""
    return re.sub(r"(00){1,2}$", "", code)


def is_division(code: str) -> bool:
    """Return whether a code is a division, or a new county of a known prefecture (GB/T 2260)."""
    if len(code) != 6 or not code.isascii() or not code.isdecimal():
        return False
    return divisions.known(code) or divisions.known(code[:4] + "00")


@clause("6")
def units_to_try(division: str) -> tuple[str, ...]:
    """Return the codes of the units that may be competent for a division, the nearest first.

    330203 → 330203, 330200, 330000 (Art. 6, 33); what is no division gives none.
    """
    if division == HEAD_OFFICE:
        return (HEAD_OFFICE,)
    if not is_division(division):
        return ()
    return tuple(dict.fromkeys((division, division[:4] + "00", division[:2] + "0000")))


def lies_within(code: str, parent_code: str) -> bool:
    """Return whether a unit's territory is a true part of its parent's (Art. 6)."""
    return code != parent_code and stem(code).startswith(stem(parent_code))


def fits_place(role: str, unit_code: str | None, institution_id: int | None) -> bool:
    """Return whether a role sits where it belongs: staff at a unit, others at an institution."""
    if role in STAFF_ROLES:
        return unit_code is not None and institution_id is None
    return role in INSTITUTION_ROLES and institution_id is not None and unit_code is None


def login_of(text: str) -> str:
    """Return a login name as it is stored: width, case and outer blanks do not count."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def login_from(name: str) -> str:
    """Return the login name made from a display name when none was chosen."""
    return re.sub(r"[\s<>\"'&/\\?#%]+", ".", login_of(name)).strip(".")[:64]


def is_login(login: str) -> bool:
    """Return whether a login name can be typed and shown everywhere."""
    return LOGIN_PATTERN.fullmatch(login) is not None and login == login_of(login)


def password_fault(password: str, login: str, name: str = "") -> str | None:
    """Return why a password cannot be taken: short, long, own_name, common; None when it can."""
    if len(password) < PASSWORD_MIN:
        return "short"
    if len(password) > PASSWORD_MAX:
        return "long"
    folded = unicodedata.normalize("NFKC", password).lower()
    for own in (login, login.partition("@")[0], name.lower()):
        if len(own) >= 2 and own in folded and len(folded) - len(own) < PASSWORD_MIN - 2:
            return "own_name"
    return "common" if _is_common(folded) else None


def _is_common(folded: str) -> bool:
    """Tell repeats, runs, digits alone, and the usual words with digits or signs around them."""
    if len(set(folded)) < 5:
        return True
    steps = {ord(b) - ord(a) for a, b in zip(folded, folded[1:], strict=False)}
    if steps in ({1}, {-1}):
        return True
    for word in _COMMON:
        folded = folded.replace(word, "")
    return not any(sign.isalpha() for sign in folded)


@dataclass(frozen=True)
class Tries:
    """Failed tries for one login name and until when it is locked."""

    failed: int = 0
    last_failed_at: datetime | None = None
    locked_until: datetime | None = None

    def is_locked(self, at: datetime) -> bool:
        """Return whether no try is let through at `at`."""
        return self.locked_until is not None and at < self.locked_until

    def after_failure(self, at: datetime, rules: SignInRules) -> "Tries":
        """Return the state after one more failure; failures older than the lock do not count."""
        window = timedelta(minutes=rules.lock_minutes)
        recent = self.last_failed_at is not None and at - self.last_failed_at < window
        failed = (self.failed if recent else 0) + 1
        if failed >= rules.max_failures:
            return Tries(0, at, at + window)
        return Tries(failed, at, self.locked_until)


def prefix_for(parent_prefix: str, name: str, taken: frozenset[str] | set[str]) -> str:
    """Return unused letters for a new unit's case numbers: 温州监管分局 under ZJ → ZJWZ."""
    from pypinyin import Style, lazy_pinyin

    place = re.sub(r"(监管)?(分局|局|支局|组|办事处)$", "", name)[:2]
    initials = "".join(lazy_pinyin(place, style=Style.FIRST_LETTER)).upper()
    base = parent_prefix + re.sub(r"[^A-Z]", "", initials)
    for tail in ("", *(chr(65 + i) for i in range(26)), *_pairs()):
        if base + tail not in taken and len(base + tail) >= 2:
            return base + tail
    raise ValueError(f"no letters are left for {name}")


def _pairs() -> list[str]:
    letters = [chr(65 + i) for i in range(26)]
    return [a + b for a in letters for b in letters]


SEED: Mapping[str, tuple[str, str]] = {
    "110000": ("北京", "BJ"),
    "120000": ("天津", "TJ"),
    "130000": ("河北", "HE"),
    "140000": ("山西", "SX"),
    "150000": ("内蒙古", "NM"),
    "210000": ("辽宁", "LN"),
    "210200": ("大连", "DL"),
    "220000": ("吉林", "JL"),
    "230000": ("黑龙江", "HL"),
    "310000": ("上海", "SH"),
    "320000": ("江苏", "JS"),
    "330000": ("浙江", "ZJ"),
    "330200": ("宁波", "NB"),
    "340000": ("安徽", "AH"),
    "350000": ("福建", "FJ"),
    "350200": ("厦门", "XM"),
    "360000": ("江西", "JX"),
    "370000": ("山东", "SD"),
    "370200": ("青岛", "QD"),
    "410000": ("河南", "HA"),
    "420000": ("湖北", "HB"),
    "430000": ("湖南", "HN"),
    "440000": ("广东", "GD"),
    "440300": ("深圳", "SZ"),
    "450000": ("广西", "GX"),
    "460000": ("海南", "HI"),
    "500000": ("重庆", "CQ"),
    "510000": ("四川", "SC"),
    "520000": ("贵州", "GZ"),
    "530000": ("云南", "YN"),
    "540000": ("西藏", "XZ"),
    "610000": ("陕西", "SN"),
    "620000": ("甘肃", "GS"),
    "630000": ("青海", "QH"),
    "640000": ("宁夏", "NX"),
    "650000": ("新疆", "XJ"),
}
"""The 36 provincial-level bureaus: place and letters; the letters are ours, after ISO 3166-2:CN."""

HEAD_OFFICE_NAME = "国家金融监督管理总局"
HEAD_OFFICE_DEPARTMENT = "消费者权益保护局"
HEAD_OFFICE_PREFIX = "JG"
BUREAU_DEPARTMENT = "消费者权益保护处"
