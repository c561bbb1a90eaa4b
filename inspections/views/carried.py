"""What a proposal carries into a draft, in words: its evidence, piece by piece."""

from flask_babel import gettext as _

from inspections.messages.proposals import CHARGES, POINTS, RULES
from inspections.queries import proposals as query
from inspections.queries.proposals import ProposalView
from portal.web.access import current_actor
from portal.web.db import session
from portal.web.words import day


def title(view: ProposalView) -> str:
    """Return what a draft is called that takes a proposal up."""
    return str(RULES.get(view.row.rule, ""))


def found(view: ProposalView) -> str:
    """Return the evidence in sight, a line for each piece."""
    behind = query.behind(session(), current_actor(), view.row)
    lines = [_("据%(day)s的数据：%(title)s。", day=day(view.row.as_of), title=title(view))]
    if behind.cases:
        lines.append(
            _("投诉：%(numbers)s", numbers="、".join(each.number for each in behind.cases))
        )
    for duty in behind.duties:
        name = " ".join(filter(None, (duty.title, duty.period)))
        lines.append(_("%(name)s：应于%(day)s前报送", name=name, day=day(duty.due_on)))
    for look in behind.checks:
        point = str(POINTS.get(look.point, look.point))
        said = look.evidence or _("不符合要求")
        lines.append(
            _(
                "%(point)s，%(day)s查看：%(said)s",
                point=point,
                day=day(look.looked_at_on),
                said=said,
            )
        )
    for charge in behind.charges:
        lines.append(_("无人担任：%(charge)s", charge=CHARGES.get(charge, charge)))
    for demand in behind.demands:
        lines.append(
            _("整改要求“%(title)s”，最后期限%(day)s", title=demand.title, day=day(demand.due_on))
        )
    return "\n".join(lines)
