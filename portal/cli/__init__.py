"""The one command: `zhuanban`. Every group of acts is named in `ACTS`, in the order of the help."""

import sys
from importlib import import_module

from portal.cli.console import Acts, data_option, report

# module:name of each click command; imported at need, so that `zhuanban clock` stays quick.
ACTS = {
    "up": "portal.cli.up:up",
    "db": "portal.cli.db:db",
    "sweep": "portal.cli.sweep:sweep",
    "audit": "portal.cli.audit:audit",
    "secrets": "portal.cli.secrets:secrets",
    "backup": "portal.cli.backup:backup",
    "restore": "portal.cli.backup:restore",
    "account": "portal.cli.account:account",
    "import": "portal.cli.imports:imports",
    "export": "portal.cli.export:export",
    "validate-return": "portal.cli.returns:validate_return",
    "bulletin": "portal.cli.bulletin:bulletin",
    "recompute": "portal.cli.recompute:recompute",
    "clock": "portal.cli.clock:clock",
    "law": "portal.cli.law:law",
    "demo-day": "portal.cli.demo_day:demo_day",
    "web": "portal.cli.parts:web",
    "worker": "portal.cli.parts:worker",
    "timetable": "portal.cli.parts:timetable",
}


class House(Acts):
    """The root command; it imports an act's module only when that act is wanted."""

    def list_commands(self, ctx):
        """Return the names of all acts."""
        return list(ACTS)

    def get_command(self, ctx, name):
        """Return one act."""
        if name not in ACTS:
            return None
        module, _, attribute = ACTS[name].partition(":")
        return getattr(import_module(module), attribute)


root = House(
    name="zhuanban",
    help="Zhuanban 转办: receive, forward, tell, answer and close complaints about banks and"
    " insurers.",
    params=[data_option()],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
)


def main() -> None:
    """Run the command line: 0 done, 1 refused or failed, 2 wrong usage."""
    # Where it is installed, structlog loads it for tracebacks in colour that we never print.
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]
    sys.exit(report(root))
