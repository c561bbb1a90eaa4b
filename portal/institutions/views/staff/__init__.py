"""The staff's pages: search, keep and import the register."""

from flask import Blueprint

from portal.institutions import policy as policy

blueprint = Blueprint("institutions_staff", __name__, url_prefix="/staff/institutions")

from portal.institutions.views.staff import imports, keeping, mediators, register  # noqa: E402

__all__ = ["blueprint", "imports", "keeping", "mediators", "register"]
