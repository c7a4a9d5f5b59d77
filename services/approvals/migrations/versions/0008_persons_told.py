"""How does every process of approvals learn that a person has changed?"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TRIGGER person_changed AFTER INSERT OR UPDATE ON persons FOR EACH ROW EXECUTE FUNCTION person_changed()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER person_changed ON persons")
