"""`python -m portal.cli` is `zhuanban`."""

from portal.cli import main

main()
