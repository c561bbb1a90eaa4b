"""A note among colleagues."""

from flask_babel import lazy_gettext as _l

from forwarding.commands.notes import LONGEST_NOTE
from portal.web.forms import Form, Prose


class NoteForm(Form):
    """A note on a case."""

    text = Prose(
        _l("备注"),
        required=True,
        maximum=LONGEST_NOTE,
        rows=3,
        hint=_l("仅监管人员可见，机构和投诉人看不到。"),
    )
