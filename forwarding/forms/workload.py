"""A colleague's work handed on."""

from flask_babel import lazy_gettext as _l

from portal.web.forms import Choice, Form


class HandOnForm(Form):
    """Whose open complaints go to whom; the view fills in the officers."""

    officer = Choice(_l("现经办人"), choices=[], coerce=int, required=True)
    to = Choice(
        _l("改由谁经办"),
        choices=[],
        coerce=int,
        required=True,
        hint=_l("期限不因更换经办人而变动。"),
    )
