"""May an opportunity have another contract after one that came to nothing?"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP INDEX contract_of_opportunity")
    op.execute(
        "CREATE UNIQUE INDEX contract_of_opportunity ON contract (opportunity_id)"
        " WHERE status NOT IN ('REJECTED', 'CANCELLED')"
    )
