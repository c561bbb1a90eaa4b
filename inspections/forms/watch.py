"""To put an institution on the watch list, and to take it off."""

from flask_babel import lazy_gettext as _l

from inspections.messages import GROUNDS
from portal.web.forms import Choice, Form, Hidden, Prose, StrippedString


class PutOnForm(Form):
    """An institution to be watched, why, and what its officer knows of it."""

    code = StrippedString(_l("机构代码"), maximum=40, width=20, required=True)
    ground = Choice(_l("关注原因"), choices=list(GROUNDS.items()), required=True)
    reason = Prose(_l("理由"), maximum=500, rows=3, required=True)


class LiftForm(Form):
    """Why an institution comes off the list; refused when somebody acted first."""

    version = Hidden()
    reason = Prose(_l("解除理由"), maximum=500, rows=3, required=True)

    @property
    def seen(self) -> int:
        """The version shown; 0, which no row has, when it was not sent."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
