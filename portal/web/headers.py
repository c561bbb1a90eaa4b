"""Response headers: what a browser may do with our pages."""

from flask import Flask, Response, g

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "img-src 'self' data:",
    )
)
_FIXED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def publicly_cacheable(seconds: int) -> None:
    """Let caches keep this answer; only for pages that are the same for everybody."""
    g.cache_seconds = seconds


def install(app: Flask, secure: bool) -> None:
    """Add the headers to every answer; nothing is kept by caches unless a view allows it."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in _FIXED.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in response.headers:
            found = response.status_code == 200
            response.headers["Cache-Control"] = _cache_rule() if found else "no-store"
            if found and "cache_seconds" in g:
                response.vary.add("Cookie")  # the language is in a cookie
        return response


def _cache_rule() -> str:
    private = g.get("private_answer", False)
    seconds = g.get("cache_seconds")
    return "no-store" if private or not seconds else f"public, max-age={seconds}"
