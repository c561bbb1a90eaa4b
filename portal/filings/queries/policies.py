"""The ten policies of an institution: what is in force, what comes, what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.filings.lifecycle import OPEN_FILING
from portal.filings.models import Filing, FilingText, Obligation, Requirement
from portal.filings.queries.access import filings_visible_to
from portal.filings.rules.policies import Policy, in_force, policies_at, to_come
from portal.kernel.actor import Actor

KIND = "policy"
STATES = ("in_force", "to_come", "missing")


@dataclass(frozen=True)
class Standing:
    """One of the ten kinds at one institution on a day."""

    policy: Policy
    now: Filing | None
    next: Filing | None
    making: Filing | None
    returned: Filing | None
    versions: tuple[Filing, ...]

    @property
    def state(self) -> str:
        """In force, to come into force for the first time, or missing."""
        return "in_force" if self.now else "to_come" if self.next else "missing"


def policies_of(session: Session, actor: Actor, institution_id: int, day: date) -> list[Standing]:
    """Return the ten kinds at an institution in sight, in the order of the Measures."""
    return many(session, actor, [institution_id], day)[institution_id]


def many(
    session: Session, actor: Actor, institution_ids: Iterable[int], day: date
) -> dict[int, list[Standing]]:
    """Return the same for many institutions, in one query."""
    ids = list(institution_ids)
    found = filings_visible_to(actor).where(
        Filing.kind == KIND,
        Filing.institution_id == func.any(ids),
        Filing.state != "discarded",
    )
    by_kind: dict[tuple[int, str], list[Filing]] = defaultdict(list)
    for row in session.scalars(found.order_by(Filing.ordinal.desc())):
        by_kind[row.institution_id, row.subject].append(row)
    kinds = policies_at(day)
    return {
        each: [_standing(policy, by_kind[each, code], day) for code, policy in kinds.items()]
        for each in ids
    }


def missing(session: Session, institution_ids: Iterable[int], day: date) -> dict[int, list[str]]:
    """Return the codes of the policies that are not in force on a day: a ground of Art. 41(1).

    Institutions that have all ten are left out.
    """
    ids = list(institution_ids)
    found = select(Filing).where(Filing.kind == KIND, Filing.institution_id == func.any(ids))
    held: dict[tuple[int, str], list[Filing]] = defaultdict(list)
    for row in session.scalars(found):
        held[row.institution_id, row.subject].append(row)
    lacking = {
        each: [code for code in policies_at(day) if in_force(held[each, code], day) is None]
        for each in ids
    }
    return {each: codes for each, codes in lacking.items() if codes}


def owed(session: Session, institution_ids: Iterable[int]) -> set[tuple[int, str]]:
    """Return (institution, policy) of the duties to report a policy that are not met."""
    found = (
        select(Obligation.institution_id, Requirement.subject)
        .join(Requirement, Requirement.id == Obligation.requirement_id)
        .where(
            Obligation.institution_id == func.any(list(institution_ids)),
            Obligation.filed_on.is_(None),
            Obligation.exempt.is_(False),
            Requirement.kind == KIND,
        )
    )
    return {(row.institution_id, row.subject) for row in session.execute(found)}


def texts(session: Session, filing_ids: Iterable[int]) -> Mapping[int, FilingText]:
    """Return the texts that were read out of filed documents; those not read yet are left out."""
    found = select(FilingText).where(FilingText.filing_id == func.any(list(filing_ids)))
    return {row.filing_id: row for row in session.scalars(found)}


def _standing(policy: Policy, rows: Sequence[Filing], day: date) -> Standing:
    now, following = in_force(rows, day), to_come(rows, day)
    return Standing(
        policy=policy,
        now=now if isinstance(now, Filing) else None,
        next=following if isinstance(following, Filing) else None,
        making=next((row for row in rows if row.state in OPEN_FILING), None),
        returned=rows[0] if rows and rows[0].state == "returned" else None,
        versions=tuple(rows),
    )
