"""The name of a saved view."""

from flask_babel import lazy_gettext as _l

from forwarding.commands.saved_views import LONGEST_NAME
from portal.web.forms import Form, StrippedString


class ViewForm(Form):
    """Under which name a list is kept."""

    name = StrippedString(_l("视图名称"), required=True, maximum=LONGEST_NAME)
