"""Early warnings of rises, and dashboards that are kept and sent."""

from pathlib import Path

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Add a table and two columns; nothing stored changes."""
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    """A database goes back by restoring the backup made before; a step is never undone."""
    raise NotImplementedError("restore the backup made before the upgrade")
