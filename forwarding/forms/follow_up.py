"""Forms of the follow-up (回访): the public's by its link, the clerk's by telephone."""

from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.commands.follow_up import LONGEST_REMARKS
from forwarding.forms.choices import offered
from forwarding.forms.staff_acts import YES_NO, ActForm
from portal.web.forms import Form, Prose, Radio

SATISFACTION = [
    ("5", _l("非常满意")),
    ("4", _l("满意")),
    ("3", _l("一般")),
    ("2", _l("不满意")),
    ("1", _l("非常不满意")),
]


class _Asking:
    """What is asked: how satisfied, whether resolved, and anything else."""

    satisfaction = Radio(
        _l("对这件投诉的处理是否满意？"), choices=SATISFACTION, coerce=int, required=True
    )
    resolved = Radio(_l("您的问题是否已经解决？"), choices=YES_NO, required=True, inline=True)
    remarks = Prose(
        _l("意见和建议"),
        hint=_l("请不要填写身份证号、账号等个人信息。"),
        maximum=LONGEST_REMARKS,
        rows=4,
    )

    def said(self) -> dict[str, object]:
        """Return what the command to answer takes."""
        return {
            "satisfaction": self.satisfaction.data,
            "resolved": self.resolved.data == "yes",
            "remarks": self.remarks.data or None,
        }


class FollowUpForm(_Asking, Form):
    """The answer of who complained, by the link."""


class FollowUpCallForm(_Asking, ActForm):
    """The answer as a clerk heard it on the telephone."""


class FollowUpTryForm(ActForm):
    """A try by telephone that reached nobody."""

    outcome = Radio(
        _l("结果"), choices=offered(vocabulary.ATTEMPT_OUTCOMES), required=True, inline=True
    )
