"""The blueprint on which the screens of the regulator's officers are registered."""

from flask import Blueprint

blueprint = Blueprint("complaints_staff", __name__, url_prefix="/staff")
