"""Errors as pages that say what to do next, and as RFC 9457 problems for the API."""

import json
from dataclasses import dataclass, field
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal.kernel.audit import AuditEntry
from portal.kernel.law import Breach
from portal.web import db, kept, login
from portal.web.access import is_api, sign_in_address
from portal.web.i18n import came_from
from portal.web.messages import label, say

log = structlog.get_logger("portal.web")


@dataclass(frozen=True)
class Page:
    """The words of one error: its heading and what to do next."""

    heading: Any
    advice: tuple[Any, ...] = field(default=())


PAGES: dict[int, Page] = {
    400: Page(_l("请求内容有误"), (_l("请返回上一页，核对填写的内容后重新提交。"),)),
    401: Page(_l("请先登录"), (_l("此页面需要登录后使用。"),)),
    403: Page(
        _l("您没有办理此事项的权限"),
        (_l("如工作需要，请联系本单位的系统管理员开通；如刚刚更换了账号，请重新登录。"),),
    ),
    404: Page(
        _l("没有找到这个页面"),
        (
            _l("请检查地址是否输入完整。"),
            _l("它可能已经移动，或不在您的辖区或机构范围内。"),
        ),
    ),
    405: Page(_l("此地址不能这样打开"), (_l("请从页面上的链接或按钮进入。"),)),
    409: Page(
        _l("此件刚刚有了变化"), (_l("您的操作没有保存。请刷新页面，看过最新情况后再办理。"),)
    ),
    413: Page(
        _l("提交的内容太大"),
        (_l("请压缩文件或分几次上传；每个文件的大小上限见上传说明。"),),
    ),
    415: Page(_l("不支持这种内容格式"), (_l("请按接口说明的格式提交。"),)),
    422: Page(_l("提交的内容需要更正"), (_l("请返回上一页，按提示更正后重新提交。"),)),
    429: Page(_l("操作过于频繁"), (_l("请稍候再试；您填写的内容可以用浏览器的“后退”找回。"),)),
    500: Page(
        _l("系统出现故障"),
        (_l("您的操作没有保存。请稍后重试；如仍不成功，请把下面的编号告诉我们。"),),
    ),
    503: Page(_l("系统暂时无法使用"), (_l("请几分钟后再试；已经提交成功的内容不会丢失。"),)),
}

# What a page says does not fit a program that calls: its title, and what to do next.
API_WORDS: dict[int, tuple[Any, Any]] = {
    401: (_l("需要有效的令牌"), _l("请在 Authorization 请求头中以 Bearer 方式提供有效的令牌。")),
    403: (PAGES[403].heading, _l("这个令牌的岗位不能办理此事项。请使用相应岗位账号的令牌。")),
    404: (_l("没有找到"), _l("没有这个地址。请按接口说明核对。")),
    405: (PAGES[405].heading, _l("这个地址不支持这种方法。请按接口说明核对。")),
}


class Conflict(HTTPException):
    """Somebody else acted first; `who` says so in words when it is known."""

    code = 409


def about(kind: str, subject_id: object) -> None:
    """Name what this request acts on, so that a conflict can say who changed it."""
    g.subject = (kind, str(subject_id))


def _last_act() -> str | None:
    if "subject" not in g:
        return None
    kind, subject_id = g.subject
    session = db.session()
    session.rollback()
    entry = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == subject_id)
        # What the system did of itself in the same moment followed from what somebody did.
        .order_by(AuditEntry.at.desc(), AuditEntry.account_id.is_(None), AuditEntry.id.desc())
        .limit(1)
    ).first()
    if entry is None:
        return None
    return str(_("%(who)s刚刚办理了“%(act)s”。", who=entry.actor_name, act=label(entry.act)))


def problem(status: int, title: str, detail: str | None = None, **extra: Any) -> Response:
    """Return an RFC 9457 problem document."""
    body = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    body |= extra
    response = make_response(json.dumps(body, ensure_ascii=False, default=str), status)
    response.headers["Content-Type"] = "application/problem+json"
    return response


def page(status: int, detail: str | None = None, template: str = "errors/error.html") -> Response:
    """Return an error in the form its caller reads: a page, or a problem for the API."""
    words = PAGES.get(status) or PAGES[500 if status >= 500 else 400]
    if is_api() or request.path in {"/healthz", "/readyz"}:
        title, advice = API_WORDS.get(status, (words.heading, None))
        return problem(status, str(title), detail or (str(advice) if advice else None))
    back = sign_in_address() if status == 401 and has_sign_in() else None
    html = render_template(
        template,
        status=status,
        words=words,
        detail=detail,
        number=g.get("request_id"),
        back=back,
        again=came_from() if status == 409 else None,
        home=_home(),
        typed=kept.in_words() if status == 409 else [],
    )
    return make_response(html, status)


def _home() -> str:
    area = request.path.split("/")[1] if request.path else ""
    return f"/{area}/" if area in {"staff", "desk"} else "/"


def has_sign_in() -> bool:
    """Return whether accounts are installed."""
    return "accounts.sign_in" in current_app.view_functions


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    status = error.code or 500
    given = error.description if error.description != type(error).description else None
    response = page(status, given)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    if status == 401 and is_api():
        response.headers.setdefault("WWW-Authenticate", "Bearer")
    return response


def _breach(breach: Breach) -> Response:
    if is_api():
        return problem(
            409, str(_("现在不能办理此事项")), say(breach), code=breach.code, article=breach.article
        )
    return page(409, say(breach))


def _stale(_error: StaleDataError) -> Response:
    return page(409, _last_act())


def _database(error: DBAPIError) -> Response:
    if isinstance(error, DataError):
        log.warning("data_refused", kind=type(error.orig).__name__)
        return page(400, str(_("有一项内容无法保存：可能过长或含有特殊字符。")))
    if isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated:
        log.error("database_unavailable", kind=type(error.orig).__name__)
        login.treat_as_stranger()
        response = page(503)
        response.headers["Retry-After"] = "10"
        return response
    return _unexpected(error)


def _unexpected(error: Exception) -> Response:
    if current_app.testing:
        raise error
    # The text of an error may quote what somebody typed, so only its kind and place are logged.
    log.error("unexpected", kind=type(error).__name__, place=_place(error))
    return page(500)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    steps = []
    while trace is not None:
        steps.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(steps[-6:])


def install(app: Flask) -> None:
    """Answer every error in words."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Breach, _breach)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)
