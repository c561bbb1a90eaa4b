"""What is done with units, accounts, second factors and tokens; every act leaves its trace."""

from portal.accounts.commands.people import (
    NewAccount,
    Taken,
    add_account,
    change_account,
    issue_password,
    set_language,
    switch_off,
    switch_on,
)
from portal.accounts.commands.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    replace_second_factor,
    reset_second_factor,
    verify_second_factor,
)
from portal.accounts.commands.sign_in import (
    Outcome,
    change_password,
    check_password,
    end_sessions,
    signed_in,
    signed_out,
    unlock,
)
from portal.accounts.commands.tokens import (
    NewToken,
    authenticate_bearer,
    create_token,
    revoke_token,
)
from portal.accounts.commands.trail import ask_for_check
from portal.accounts.commands.units import import_units, seed_units

__all__ = [
    "NewAccount",
    "NewToken",
    "Outcome",
    "Taken",
    "add_account",
    "ask_for_check",
    "authenticate_bearer",
    "begin_second_factor",
    "change_account",
    "change_password",
    "check_password",
    "confirm_second_factor",
    "create_token",
    "end_sessions",
    "import_units",
    "issue_password",
    "replace_second_factor",
    "reset_second_factor",
    "revoke_token",
    "seed_units",
    "set_language",
    "signed_in",
    "signed_out",
    "switch_off",
    "switch_on",
    "unlock",
    "verify_second_factor",
]
