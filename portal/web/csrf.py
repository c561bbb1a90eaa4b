"""CSRF: every POST of a browser carries a token; the API takes no cookies and so needs none."""

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from portal.web.access import is_api
from portal.web.kept import kept

_EXEMPT = {"language.switch": "changes nothing but the visitor's own language"}
_protection = CSRFProtect()


def _expired(_error: CSRFError) -> Response:
    """Offer to send the same form again when it was ours; the visitor loses nothing."""
    html = render_template(
        "errors/csrf.html",
        kept=kept(),
        action=request.full_path.rstrip("?"),
        files=bool(request.files),
    )
    return make_response(html, 400)


def install(app: Flask) -> None:
    """Check the token before every changing request outside the API."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.config["WTF_I18N_ENABLED"] = False
    app.config["WTF_CSRF_SSL_STRICT"] = False
    _protection.init_app(app)
    app.register_error_handler(CSRFError, _expired)

    @app.before_request
    def protect() -> None:
        changing = request.method not in {"GET", "HEAD", "OPTIONS", "TRACE"}
        if changing and request.endpoint and request.endpoint not in _EXEMPT and not is_api():
            _protection.protect()
