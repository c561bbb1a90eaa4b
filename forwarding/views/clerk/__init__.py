"""The clerk's pages: to register what comes by phone, letter, visit or e-mail, and by file."""

from forwarding.views.clerk import entry, files  # noqa: F401
