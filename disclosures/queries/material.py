"""The material of a bulletin: tallies, members, denominators, as they stand at a moment."""

from collections.abc import Collection, Mapping
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from disclosures.rules.bulletin import Material, Member, Tally
from disclosures.rules.series import SECTORS, Series, compared_with
from forwarding.queries.tallies import codes_ever, forwarded_count, forwarded_tallies
from portal.accounts.queries import units_below
from portal.filings.queries.metrics import metrics_for
from portal.filings.rules.periods import Period
from portal.institutions.queries import all_cards
from portal.institutions.rules import BULLETIN_CATEGORIES, category_name

HEAD_OFFICE = "000000"


def material(session: Session, settings: Series, unit: str, as_of: datetime) -> Material:
    """Return all that a unit's bulletin of a period is made of.

    The head office tells of everything; any other unit of its own complaints and those of the
    units below it. Denominators are those approved by `as_of`.
    """
    codes = None if unit == HEAD_OFFICE else units_below(session, unit)
    kind = SECTORS[settings.sector]
    members = {
        card.id: Member(card.id, card.code, card.label, card.category)
        for card in all_cards(session)
        if card.level == "head" and card.type == kind
    }
    earlier = compared_with(settings)
    last = settings.period.last
    return Material(
        unit=unit,
        members=members,
        categories=BULLETIN_CATEGORIES[kind],
        now=_tallies(session, settings.period, settings, codes),
        before=_tallies(session, earlier, settings, codes) if earlier else None,
        metrics=_metrics(session, members, settings.period, as_of),
        offered=_offered(settings, codes_ever(session, last, unit_codes=codes)),
        printed_names={
            name: category_name(name, settings.period.first) for name in BULLETIN_CATEGORIES[kind]
        },
    )


def counted(session: Session, settings: Series, unit: str) -> int:
    """Return the register's own count of what a bulletin counts: one complaint once."""
    codes = None if unit == HEAD_OFFICE else units_below(session, unit)
    kind = SECTORS[settings.sector]
    of_kind = [c.id for c in all_cards(session) if c.type == kind and c.level == "head"]
    span, merged = settings.period, settings.merged
    return forwarded_count(session, span.first, span.last, of_kind, merged=merged, unit_codes=codes)


def _tallies(
    session: Session, span: Period, settings: Series, codes: Collection[str] | None
) -> list[Tally]:
    found = forwarded_tallies(
        session, span.first, span.last, merged=settings.merged, unit_codes=codes
    )
    return [Tally(each.entities, each.business, each.cause, each.count) for each in found]


def _metrics(
    session: Session, members: Mapping[int, Member], span: Period, as_of: datetime
) -> dict[tuple[int, str], Fraction]:
    found = metrics_for(session, members, span.text, as_of)
    return {
        (entity, metric): Fraction(row.value)
        for entity, by_metric in found.items()
        for metric, row in by_metric.items()
    }


def _offered(settings: Series, ever: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    themes = settings.themes.items()
    return {(entity, theme) for entity, code in ever for theme, codes in themes if code in codes}
