"""People and firms that nobody is: names, numbers and telephones invented by design.

Given names are solar terms and herbs. Telephones begin with 154, which no operator was given.
Identity numbers begin with 999999, and credit codes hold 990000: divisions that do not exist;
their check digits are right, so that the portal's own checks can be seen at work.
"""

from datetime import date, timedelta

from stdnum.cn.ric import calc_check_digit as ric_check
from stdnum.cn.uscc import calc_check_digit as uscc_check

from portal.demo_day.data import Draw, words

_BORN_FROM = date(1945, 1, 1)
_BORN_DAYS = 58 * 365
_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def person(rnd: Draw) -> str:
    """Return an invented name; one in twenty-five callers gives the surname alone."""
    listed, given = words()["surnames"], words()["given"]
    surname = listed[int(rnd() * len(listed))]
    if rnd() < 0.04:
        return surname + ("女士" if rnd() < 0.5 else "先生")
    return str(surname + given[int(rnd() * len(given))])


def mobile(rnd: Draw) -> str:
    """Return a telephone number in a range no operator was given."""
    return f"154{int(rnd() * 100_000_000):08d}"


def resident_id(rnd: Draw) -> str:
    """Return a number of the right shape from a division that does not exist."""
    born = _BORN_FROM + timedelta(days=int(rnd() * _BORN_DAYS))
    body = f"999999{born:%Y%m%d}{int(rnd() * 1000):03d}"
    return body + ric_check(body + "0")


def firm_code(rnd: Draw) -> str:
    """Return a credit code of the right shape from a division that does not exist."""
    body = "91990000" + "".join(_USCC_SIGNS[int(rnd() * len(_USCC_SIGNS))] for _ in range(9))
    return body + uscc_check(body)
