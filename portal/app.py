"""The web application: everything is wired here, and every blueprint is named here."""

import hashlib
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from flask import Flask, request
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from portal.kernel.db import connect, set_doorbell
from portal.kernel.foundation import lay
from portal.settings import Settings
from portal.web import (
    access,
    api,
    csrf,
    db,
    errors,
    headers,
    health,
    hosts,
    i18n,
    limits,
    log,
    nav,
    paging,
    remembered,
    words,
)
from portal.web.circuit import Circuit
from portal.web.doorbell import Doorbell
from portal.web.sessions import PostgresSessions

ROOT = Path(__file__).parent
STATIC = ROOT / "static"
TEMPLATES = ROOT.parent / "templates"
YEAR = 365 * 86400
FILES_AT_ONCE = 5

# Importing a blueprint also declares its package's permissions, menu entries and sentences.
BLUEPRINTS = (
    "portal.web.pages:blueprint",
    "portal.web.mailbox:blueprint",
    "portal.accounts.views.public:blueprint",
    "portal.accounts.views.staff:blueprint",
    "portal.accounts.views.staff:desk_blueprint",
    "portal.accounts.views.oversight:blueprint",
    "portal.accounts.views.exports:blueprint",
    "portal.institutions.views.public:blueprint",
    "portal.institutions.views.staff:blueprint",
    "portal.institutions.views.institution:blueprint",
    "portal.filings.views.staff:blueprint",
    "portal.filings.views.institution:blueprint",
    "portal.filings.views.feed:blueprint",
    "portal.filings.views.public:blueprint",
    "forwarding.views.public:blueprint",
    "forwarding.views.measures:blueprint",
    "forwarding.views.staff.blueprint:blueprint",
    "forwarding.views.institution.blueprint:blueprint",
    "forwarding.views.api:blueprint",
    "forwarding.views.clerk.desk:blueprint",
    "forwarding.views.calendar:blueprint",
    "disclosures.views.staff:blueprint",
    "disclosures.views.public:blueprint",
    "disclosures.views.timeliness:blueprint",
    "disclosures.views.explorer:blueprint",
    "disclosures.views.institution:blueprint",
    "disclosures.views.api:blueprint",
    "inspections.views.watch:blueprint",
    "inspections.views.staff.proposals:blueprint",
    "inspections.views.staff.inspections:blueprint",
    "inspections.views.institution.inspections:blueprint",
    "inspections.views.staff.weights:blueprint",
    "inspections.views.institution.evaluations:blueprint",
    "inspections.views.staff.rectifications:blueprint",
    "inspections.views.institution.supervision:blueprint",
    "forwarding.views.rule_sets:blueprint",
)


def create_app(settings: Settings) -> Flask:
    """Return the application; raises when a route declares no access."""
    lay(settings)
    app = Flask("portal", static_folder=None, template_folder=str(TEMPLATES))
    circuit = Circuit(settings.redis_url)
    engine = connect(settings.database_url)
    _configure(app, settings)
    db.install(app, engine)
    app.session_interface = PostgresSessions(
        engine,
        settings.secret_key,
        idle=timedelta(minutes=settings.session_idle_minutes),
        absolute=timedelta(hours=settings.session_hours),
        secure=settings.secure_cookies,
    )
    _install_web(app, settings, circuit)
    for name in BLUEPRINTS:
        module, _colon, attribute = name.partition(":")
        app.register_blueprint(getattr(import_module(module), attribute))
    access.check(app)
    set_doorbell(Doorbell(circuit))
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.secret_key = settings.secret_key
    app.config.update(
        SETTINGS=settings,
        MAX_CONTENT_LENGTH=max(FILES_AT_ONCE * settings.upload_megabytes, 100) * 1_000_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_FORM_PARTS=5_000,
        PREFERRED_URL_SCHEME=urlsplit(settings.public_url).scheme,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        service_name=lambda: _("消费投诉转办平台"),
        demo=lambda: settings.demo,
        here=_here,
        csrf_token=generate_csrf,
        page_links=paging.page_links,
        here_with=paging.here_with,
    )
    _serve_static(app)
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=0)  # type: ignore[method-assign]


def _install_web(app: Flask, settings: Settings, circuit: Circuit) -> None:
    """Install the parts in the order in which they look at a request."""
    log.install(app)
    hosts.install(app, settings.public_url)
    i18n.install(app)
    errors.install(app)
    limits.install(app, circuit, enabled=settings.rate_limits)
    access.install(app)
    csrf.install(app)
    remembered.install(app, settings.remember_seconds)
    headers.install(app, secure=settings.secure_cookies)
    nav.install(app)
    words.install(app)
    health.install(app, circuit)
    api.install(app)


def _here() -> str:
    """Return where to come back to: this page, or the one before when this cannot be opened."""
    if request.url_rule is None or "GET" in (request.url_rule.methods or ()):
        return request.full_path.rstrip("?")
    return i18n.came_from() or "/"


def _digest() -> str:
    """Return a name for this state of all static files, so that caches may keep them for good."""
    hashed = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            hashed.update(path.name.encode() + path.read_bytes())
    return hashed.hexdigest()[:12]


def _serve_static(app: Flask) -> None:
    prefix = f"static/{_digest()}/"
    served = WhiteNoise(app.wsgi_app, max_age=YEAR, add_headers_function=_static_headers)
    served.add_files(str(STATIC), prefix=prefix)
    # The vendored stylesheet of moj-frontend asks for its icons at this fixed address.
    served.add_files(str(STATIC / "vendor/moj-frontend/images"), prefix="assets/images/")
    app.wsgi_app = served  # type: ignore[method-assign]
    app.jinja_env.globals["static"] = lambda name: f"/{prefix}{name}"


def _static_headers(answer: object, _path: str, _url: str) -> None:
    answer["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]
    answer["Cross-Origin-Resource-Policy"] = "same-origin"  # type: ignore[index]


def configure_logs() -> None:
    """Write logs as JSON lines to standard output; called by the process that serves."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        logger_factory=structlog.WriteLoggerFactory(),
        cache_logger_on_first_use=True,
    )
