"""To put an institution on the watch list, to review an entry, and to take it off."""

from flask_babel import lazy_gettext as _l

from inspections.messages import GROUNDS
from portal.web.forms import Choice, Day, Form, Hidden, Prose, StrippedString


class PutOnForm(Form):
    """An institution to be watched, why, and what its officer knows of it."""

    code = StrippedString(_l("机构代码"), maximum=40, width=20, required=True)
    ground = Choice(_l("关注原因"), choices=list(GROUNDS.items()), required=True)
    reason = Prose(_l("理由"), maximum=500, rows=3, required=True)
    review_on = Day(_l("复查日期"), width=10, hint=_l("到这一日提醒主管人员复查"), required=True)


class LiftForm(Form):
    """Why an institution comes off the list; refused when somebody acted first."""

    version = Hidden()
    reason = Prose(_l("解除理由"), maximum=500, rows=3, required=True)

    @property
    def seen(self) -> int:
        """The version shown; 0, which no row has, when it was not sent."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class ReviewForm(LiftForm):
    """Why an institution stays on the list, and by when it is looked at again."""

    reason = Prose(_l("复查情况和继续关注的理由"), maximum=500, rows=3, required=True)
    review_on = Day(_l("下次复查日期"), width=10, required=True)
