"""What may be split off or not accepted, who is competent, and when a close needs its reason."""

from datetime import date

from forwarding.rules.clocks import in_time
from forwarding.rules.intake import hidden_from_institution
from portal.kernel.law import clause

_ALWAYS_FORWARDED = {
    "sales": ("C04", "C05", "C06", "I01"),
    "contract": ("C07", "C08", "C09", "I02", "I04", "I05", "I06"),
    "claim": ("I03",),
    "service": ("C01", "C02", "C03", "C10", "C11", "C12", "I07"),
}
_ANY_CAUSE = ("proceedings", "final_decision")
"""Reasons that lie in what became of the case elsewhere, not in what it is about."""


@clause("31", "33")
def may_be_declined(code: str, cause: str | None) -> bool:
    """Return whether a reason of non-acceptance holds against a case of this cause.

    Contract, claim, sales and service disputes are always forwarded, so that no case classified
    as one can be an internal affair, a mere enquiry or social insurance. None is unclassified.
    """
    always = {each for causes in _ALWAYS_FORWARDED.values() for each in causes}
    return code in _ANY_CAUSE or cause not in always


@clause("32")
def may_be_split_off(track: str, *, forwarded_before: bool) -> bool:
    """Return whether a part may still take this track: a 举报 only before any institution saw it.

    `forwarded_before` counts a forwarding that came back as well.
    """
    return not (hidden_from_institution(track) and forwarded_before)


WHOLE_COUNTRY = "000000"
"""The territory of an institution that answers to the regulator's head office, and its code."""


def competent_by_respondent(level: str, kind: str, territory: str, place: str) -> str:
    """Return the division whose unit is competent for a case against such an institution; a hint.

    Head offices belong to the regulator's head office; branches, and agencies, brokers and
    assessors of every level, to the bureau of where they are, else of `place`, where it happened.
    """
    if territory == WHOLE_COUNTRY and (level == "branch" or kind == "intermediary"):
        return place
    return territory


def closes_late(
    *, due_on: date | None, done_on: date | None, today: date, reported_late: bool
) -> bool:
    """Return whether a case closed now needs a reason: Art. 33 or an institution's report was late.

    `due_on` is None where Art. 33 sets no day; `done_on` is when its clock stopped. A rule of the
    house, not of the Measures.
    """
    return reported_late or (due_on is not None and not in_time(done_on or today, due_on))
