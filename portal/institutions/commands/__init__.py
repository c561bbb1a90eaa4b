"""Acts on the register, named with plain verbs; each writes its row and its line in the trail."""

from portal.institutions.commands.channels import set_aliases, set_channels
from portal.institutions.commands.closure import close, reopen
from portal.institutions.commands.deciding import approve, refuse_proposal
from portal.institutions.commands.importing import RegisterReport, import_register
from portal.institutions.commands.mediators import add_mediator, edit_mediator
from portal.institutions.commands.proposals import (
    Opening,
    propose_change,
    propose_closing,
    propose_opening,
    withdraw,
)
from portal.institutions.commands.register import add, edit

__all__ = [
    "Opening",
    "RegisterReport",
    "add",
    "add_mediator",
    "approve",
    "close",
    "edit",
    "edit_mediator",
    "import_register",
    "propose_change",
    "propose_closing",
    "propose_opening",
    "refuse_proposal",
    "reopen",
    "set_aliases",
    "set_channels",
    "withdraw",
]
