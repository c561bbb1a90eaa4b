"""Everything that the first release needs, as plain SQL beside this file.

The SQL is drawn from the mapped tables by `python -m portal.migrations.draft` until the first
release; from then on each change is a step of its own.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Make every table, index, trigger and function."""
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Go back to an empty database; only for tests, for it drops everything."""
    bind = op.get_bind()
    bind.exec_driver_sql("DROP SCHEMA public CASCADE")
    bind.exec_driver_sql("CREATE SCHEMA public")
