"""What are the first tables of approvals?"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LIVE = "state IN ('PENDING', 'RETURNED')"
DIRECTORY = ("persons", "absences", "calendars", "legal_entities")


def upgrade() -> None:
    _people()
    _policies()
    _requests()
    _steps()
    _tasks()
    _votes()
    _audit()
    _directory_version()


def downgrade() -> None:
    for table in (
        "directory_version", "sign_in_failures", "audit", "votes", "tasks", "steps", "rounds", "requests", "policies",
        "absences", "calendars", "persons", "org_units", "legal_entities",
    ):  # fmt: skip
        op.drop_table(table)
    op.execute("DROP FUNCTION audit_is_append_only(), directory_changed()")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _id(name: str = "id", *, nullable: bool = False, key: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid, nullable=nullable, primary_key=key)


def _int(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _json(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, pg.JSONB, nullable=nullable)


def _list(name: str, of: Any) -> sa.Column[object]:
    return sa.Column(name, sa.ARRAY(of), nullable=False)


def _people() -> None:
    op.create_table(
        "legal_entities", sa.Column("id", sa.Text, primary_key=True), _text("name"),
        sa.Column("currency", sa.CHAR(3), nullable=False), _text("calendar"), _text("tz"), _int("version"),
    )  # fmt: skip
    op.create_table(
        "org_units", _id(key=True), sa.Column("path", sa.Text, nullable=False, unique=True), _text("name"),
        _text("legal_entity_id"), _int("version"),
    )  # fmt: skip
    op.create_table(
        "persons", _id(key=True), sa.Column("login", sa.Text, nullable=False, unique=True), _text("name"),
        _text("unit"), _id("manager_id", nullable=True), _list("roles", sa.Text),
        sa.Column("active", sa.Boolean, nullable=False), _text("legal_entity_id"), _list("other_entities", sa.Text),
        _text("tz"), _text("lang"), _text("calendar", nullable=True),
        sa.Column("approval_limit", sa.Numeric(18, 2), nullable=True), _text("region", nullable=True),
        _text("email", nullable=True), _text("password_hash", nullable=True), _int("version"),
    )  # fmt: skip
    op.create_index("ix_persons_unit", "persons", ["unit"])
    op.create_table(
        "calendars", sa.Column("id", sa.Text, primary_key=True), _text("name"), _text("tz"), _json("hours"),
        _list("weekdays", sa.Integer), _list("holidays", sa.Date), _list("makeup_days", sa.Date), _int("version"),
    )  # fmt: skip
    op.create_table(
        "absences", _id(key=True), _id("person_id"), _id("substitute_id"), _time("starts_at"), _time("ends_at"),
        sa.CheckConstraint("starts_at < ends_at", name="absence_has_a_length"),
        sa.CheckConstraint("person_id <> substitute_id", name="nobody_stands_in_for_himself"),
    )  # fmt: skip
    op.create_index("ix_absences_person_id", "absences", ["person_id"])
    op.create_table("sign_in_failures", _text("login"), _time("failed_at"))
    op.create_index("ix_sign_in_failures_login", "sign_in_failures", ["login"])


def _policies() -> None:
    op.create_table(
        "policies", _id(key=True), _text("key"), _int("version"), _text("hash"), _json("body"), _text("source"),
        _time("published_at"), _id("published_by"),
    )  # fmt: skip
    op.create_index("policy_versions", "policies", ["key", "version"], unique=True)


def _requests() -> None:
    op.create_table(
        "requests", _id(key=True), sa.Column("policy_id", sa.Uuid, sa.ForeignKey("policies.id"), nullable=False),
        _text("policy"), _int("policy_version"), _text("about_kind"), _id("about_id"), _text("about_number"),
        _text("about_title"), _id("requester_id"), _text("process_id", nullable=True), _id("owner_id"),
        _text("owner_unit"), _text("legal_entity_id"), _list("prepared_by", sa.Uuid), _json("facts"),
        _json("content"), _text("content_hash"), _json("attachments"), _text("state"),
        _text("outcome", nullable=True), _text("comment"), _int("round"), _time("opened_at"),
        _time("settled_at", nullable=True), _int("version"), _int("audit_seq"), _text("audit_hash"),
    )  # fmt: skip
    op.create_index("ix_requests_about_id", "requests", ["about_id"])
    newest = [sa.text("opened_at DESC"), sa.text("id DESC")]
    op.create_index("requests_of_requester", "requests", ["requester_id", *newest])
    op.create_index("one_live_request", "requests", ["policy", "about_id"], unique=True, postgresql_where=sa.text(LIVE))
    op.create_index("requests_id_requester", "requests", ["id", "requester_id"], unique=True)
    op.create_table(
        "rounds", sa.Column("request_id", sa.Uuid, sa.ForeignKey("requests.id"), primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True), _json("content"), _text("content_hash"),
        _json("attachments"), _json("facts"), _time("began_at"),
    )  # fmt: skip


def _steps() -> None:
    op.create_table(
        "steps", _id(key=True), sa.Column("request_id", sa.Uuid, sa.ForeignKey("requests.id"), nullable=False),
        _int("round"), _text("key"), _text("branch"), _text("state"), _time("opened_at"),
        _time("due_at", nullable=True), _time("settled_at", nullable=True), _json("bells"), _int("rung"),
        _json("why", nullable=True), _json("passed_over"), sa.Column("live", sa.Boolean, nullable=False),
        _int("decided"), _int("asked"),
    )  # fmt: skip
    op.create_index("ix_steps_request_id", "steps", ["request_id"])


def _tasks() -> None:
    op.create_table(
        "tasks", _id(key=True), _text("kind"), sa.Column("request_id", sa.Uuid, sa.ForeignKey("requests.id")),
        sa.Column("step_id", sa.Uuid, sa.ForeignKey("steps.id")), _int("position"), _id("person_id", nullable=True),
        _text("role", nullable=True), _text("unit", nullable=True), _id("on_behalf_of", nullable=True), _text("state"),
        _json("why", nullable=True), _text("verdict", nullable=True), _text("comment"), _time("opened_at"),
        _time("due_at", nullable=True), _time("decided_at", nullable=True), _id("decided_by", nullable=True),
        _text("todo"), _text("about_kind", nullable=True), _id("about_id", nullable=True),
        _text("about_number", nullable=True), _text("about_title", nullable=True), _text("process_id", nullable=True),
        _text("legal_entity_id"), _text("link"), _int("version"),
        sa.CheckConstraint("person_id IS NOT NULL OR role IS NOT NULL", name="a_task_is_somebodys"),
    )  # fmt: skip
    newest = [sa.text("opened_at DESC"), sa.text("id DESC")]
    op.create_index(
        "inbox_of_person", "tasks", ["person_id", *newest], postgresql_where=sa.text("state = 'OPEN'"),
        postgresql_include=["due_at", "kind"],  # counted without the rows
    )  # fmt: skip
    open_to_role = sa.text("state = 'OPEN' AND person_id IS NULL")
    op.create_index("inbox_of_role", "tasks", ["role", *newest], postgresql_where=open_to_role)
    decided = [sa.text("decided_at DESC"), sa.text("id DESC")]
    op.create_index("done_by", "tasks", ["decided_by", *decided], postgresql_where=sa.text("state = 'DONE'"))
    op.create_index("tasks_about", "tasks", ["about_id"], postgresql_where=sa.text("about_id IS NOT NULL"))
    op.create_index("ix_tasks_step_id", "tasks", ["step_id"])
    op.create_index("tasks_of_request", "tasks", ["request_id"])


def _votes() -> None:
    op.create_table(
        "votes", _id("task_id", key=True), _id("request_id"), _int("round"), _id("step_id"), _id("voter_id"),
        _id("requester_id"), _id("on_behalf_of", nullable=True), _text("verdict"), _text("comment"),
        _text("content_hash"), sa.Column("self_allowed", sa.Boolean, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False), _time("decided_at"),
        sa.ForeignKeyConstraint(["request_id", "requester_id"], ["requests.id", "requests.requester_id"]),
        sa.CheckConstraint(
            "self_allowed OR (voter_id <> requester_id AND on_behalf_of IS DISTINCT FROM requester_id)",
            name="nobody_decides_his_own",
        ),
    )  # fmt: skip
    once = ["request_id", "round", "voter_id"]
    op.create_index("one_decision_a_round", "votes", once, unique=True, postgresql_where=sa.text("NOT again"))


def _audit() -> None:
    op.create_table(
        "audit", sa.Column("chain", sa.Uuid, primary_key=True), sa.Column("seq", sa.Integer, primary_key=True),
        _time("at"), _id("actor_id", nullable=True), _text("actor_name"), _text("code"), _json("params"), _text("hash"),
    )  # fmt: skip
    op.execute(
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the audit chain is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
        " EXECUTE FUNCTION audit_is_append_only()"
    )


def _directory_version() -> None:
    op.create_table("directory_version", sa.Column("version", sa.Integer, primary_key=True))
    op.execute("INSERT INTO directory_version VALUES (0)")
    op.execute(
        "CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN UPDATE directory_version SET version = version + 1; RETURN NULL; END $$"
    )
    for table in DIRECTORY:
        op.execute(
            f"CREATE TRIGGER directory_changed AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " EXECUTE FUNCTION directory_changed()"
        )
