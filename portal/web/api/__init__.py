"""The machinery of the HTTP API: reading, faults, answers, and the description made of them."""

from flask import Flask

from portal.web.api import faults, openapi


def install(app: Flask) -> None:
    """Answer refusals as problems and offer the description of all calls."""
    app.register_error_handler(faults.Refusal, faults.answer)
    app.register_blueprint(openapi.blueprint)
