"""`zhuanban account`: the first accounts of an installation, and those of other systems."""

from typing import Any

import click
from sqlalchemy.orm import Session

from portal.accounts import commands
from portal.accounts import queries as accounts
from portal.accounts.rules import is_login, login_from, login_of
from portal.cli.console import Acts, json_option, note, print_json, refuse
from portal.cli.house import house
from portal.institutions import queries as institutions
from portal.kernel import clock
from portal.kernel.actor import ROLES, STAFF_ROLES, SYSTEM
from portal.kernel.db import make_session, transaction


@click.group(cls=Acts)
def account() -> None:
    """Accounts of people and of other systems."""


@account.command()
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the account may do.")
@click.option("--unit", help="Code of the regulator's unit, for staff.")
@click.option("--institution", help="Code of the institution, for its users.")
@click.option("--name", required=True, help="The person's or system's name.")
@click.option("--login", help="Login name; made from the name when left out.")
@click.option("--token", is_flag=True, help="Print an API token, once, instead of a password.")
@json_option
def add(as_json: bool, token: bool, **given: Any) -> None:
    """Add an account; prints its temporary password, or with --token an API token, once."""
    login = login_of(given["login"]) if given["login"] else login_from(given["name"])
    if not is_login(login):
        refuse(f"{login!r} is no login name: give --login of 2 to 64 characters without blanks")
    with house() as here, make_session(here.engine) as session, transaction(session):
        made = _add(session, login, given, token)
    if as_json:
        print_json(made)
        return
    note(f"Account {made['login']} ({made['role']}) added. What follows is shown only now.")
    click.echo(made["token"] if token else f"{made['login']}\t{made['password']}")


def _add(session: Session, login: str, given: dict[str, Any], token: bool) -> dict[str, Any]:
    at, place = clock.now(), _place(session, given)
    try:
        new = commands.add_account(
            session,
            login=login,
            name=given["name"],
            role=given["role"],
            **place,
            by=SYSTEM,
            at=at,
            with_password=not token,
        )
    except commands.Taken:
        refuse(f"the login name {login} is taken: give another with --login")
    made = {
        "id": new.id,
        "login": new.login,
        "name": given["name"],
        "role": given["role"],
        "unit": given["unit"],
        "institution": given["institution"],
    }
    if not token:
        return made | {"password": new.password}
    issued = commands.create_token(session, new.id, label=given["name"][:60], by=SYSTEM, at=at)
    return made | {"token": issued.plain}


def _place(session: Session, given: dict[str, Any]) -> dict[str, Any]:
    role, unit, institution = given["role"], given["unit"], given["institution"]
    if role in STAFF_ROLES:
        if not unit or institution:
            raise click.UsageError(f"the role {role} needs --unit CODE and no --institution")
        if accounts.unit(session, unit) is None:
            refuse(f"there is no unit {unit}: see `zhuanban import units`, or use 000000")
        return {"unit_code": unit}
    if not institution or unit:
        raise click.UsageError(f"the role {role} needs --institution CODE and no --unit")
    found = institutions.by_code(session, institution)
    if found is None:
        refuse(f"there is no institution {institution}: see `zhuanban import institutions`")
    return {"institution_id": found.id}


@account.command()
@click.argument("login")
@json_option
def reset(login: str, as_json: bool) -> None:
    """Give an account a temporary password and take its second factor and lock away.

    For the administrator who is locked out and has nobody to ask.
    """
    at = clock.now()
    with house() as here, make_session(here.engine) as session, transaction(session):
        found = accounts.account_of(session, login)
        if found is None:
            refuse(f"there is no account {login}")
        commands.reset_second_factor(session, found, SYSTEM, at)
        password = commands.issue_password(session, found, by=SYSTEM, at=at)
    if as_json:
        print_json({"login": login_of(login), "password": password})
        return
    note("The temporary password is shown only now.")
    click.echo(f"{login_of(login)}\t{password}")
