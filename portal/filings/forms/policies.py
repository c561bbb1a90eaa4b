"""The forms by which an institution reports and withdraws a policy (Arts. 17, 25-29)."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from portal.filings.commands.policies import Description
from portal.filings.forms.requirements import VersionedForm
from portal.filings.rules.policies import Policy
from portal.institutions.words import TYPES
from portal.web.forms import Choice, Day, Prose, QueryForm, StrippedString


class DescriptionForm(VersionedForm):
    """What a version is, and where each point that is checked stands in it."""

    title = StrippedString(_l("制度名称"), required=True, maximum=80, width=30)
    document_no = StrippedString(_l("文号"), maximum=60, width=20)
    effective_from = Day(_l("施行日"), required=True, article="25")

    def description(self, places: Mapping[str, str]) -> Description:
        """Return what was filled in, as the commands take it."""
        assert self.effective_from.data is not None
        return Description(
            title=self.title.data or "",
            document_no=self.document_no.data or "",
            effective_from=self.effective_from.data,
            places=places,
        )


class WithdrawalForm(VersionedForm):
    """Why a policy is withdrawn without a successor, and its last day."""

    last_day = Day(_l("最后有效日"), required=True)
    reason = Prose(_l("废止原因"), maximum=500, rows=2, required=True)


def described(policy: Policy) -> type[DescriptionForm]:
    """Return the form of one kind of policy: a line for each of its points."""
    hint = _l("写明在第几条或者第几页")
    points = {
        f"point_{point.code}": StrippedString(
            _l(point.words), required=True, maximum=80, width=20, hint=hint, article=point.article
        )
        for point in policy.points
    }
    return type("PointsForm", (DescriptionForm,), points)


def places_of(form: DescriptionForm, policy: Policy) -> dict[str, str]:
    """Return where each point stands, as it was filled in."""
    return {point.code: form[f"point_{point.code}"].data or "" for point in policy.points}


class PoliciesForm(QueryForm):
    """What the table of policies is narrowed to."""

    find = StrippedString(_l("机构名称或者代码"), maximum=60, width=20)
    type = Choice(_l("机构类型"), choices=list(TYPES.items()))
