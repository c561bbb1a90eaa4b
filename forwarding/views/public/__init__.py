"""Pages for the public: to file a complaint, to keep its receipt, to follow its progress."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

import forwarding.messages  # noqa: F401  (declares the package's sentences)
from forwarding.words import term
from portal.web import nav

blueprint = Blueprint("complaints_public", __name__)
blueprint.add_app_template_filter(term)
nav.register("public", "complaints_public.new", _l("提出投诉"), order=10)
nav.register("public", "complaints_public.status", _l("查询进度"), order=20)

from forwarding.views.public import (  # noqa: E402, F401
    check,
    files,
    filing,
    follow_up,
    status,
    withdrawal,
)
