"""Acts on the register, named with plain verbs; each writes its row and its line in the trail."""

from portal.institutions.commands.channels import set_aliases, set_channels
from portal.institutions.commands.closure import close, reopen
from portal.institutions.commands.importing import RegisterReport, import_register
from portal.institutions.commands.mediators import add_mediator, edit_mediator
from portal.institutions.commands.register import add, edit

__all__ = [
    "RegisterReport",
    "add",
    "add_mediator",
    "close",
    "edit",
    "edit_mediator",
    "import_register",
    "reopen",
    "set_aliases",
    "set_channels",
]
