"""Forms of acts on many complaints: what is the same for all of them."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forwarding.commands.remind_by_hand import LONGEST_TEXT
from forwarding.forms.staff_acts import ActForm
from forwarding.forms.wording import refuse_unknown_fields
from forwarding.rules.wording import written_fields
from portal.web.forms import Choice, Form, Prose


class _Reminding:
    """What an institution is asked in a reminder."""

    text = Prose(
        _l("催办内容"),
        required=True,
        maximum=LONGEST_TEXT,
        rows=4,
        hint=_l("机构登录后在本件中看到；邮件只通知有催办。不要写个人信息。"),
    )

    def validate_text(self, field: Any) -> None:
        """Refuse a field that a reminder does not have, before anybody is reminded."""
        refuse_unknown_fields("reminder", field)


class ReminderForm(_Reminding, ActForm):
    """A reminder of one institution."""


class ManyReminderForm(_Reminding, Form):
    """The same reminder for many institutions; its fields are filled in for each of them."""

    text = Prose(
        _l("催办内容"),
        required=True,
        maximum=LONGEST_TEXT,
        rows=4,
        hint=_l(
            "可以写字段%(fields)s，催办时按各件填入。机构登录后在本件中看到；"
            "邮件只通知有催办。不要写个人信息。",
            fields=written_fields("reminder"),
        ),
    )


class _Assigning:
    """Who is to have a complaint in hand; the view fills in the colleagues."""

    officer = Choice(_l("经办人"), choices=[], coerce=int, required=True)


class AssignmentForm(_Assigning, ActForm):
    """Putting one complaint into a colleague's hands."""


class ManyAssignmentForm(_Assigning, Form):
    """Putting many complaints into a colleague's hands."""
