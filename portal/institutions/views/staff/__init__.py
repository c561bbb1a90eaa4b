"""The staff's pages: search, keep and import the register."""

from flask import Blueprint

from portal.institutions import policy as policy

blueprint = Blueprint("institutions_staff", __name__, url_prefix="/staff/institutions")

from portal.institutions.views.staff import (  # noqa: E402
    imports,
    keeping,
    mediators,
    proposals,
    register,
)

__all__ = ["blueprint", "imports", "keeping", "mediators", "proposals", "register"]
