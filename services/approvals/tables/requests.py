"""What is remembered of requests, steps, tasks and votes? (Core: few, fixed statements)"""

from sqlalchemy import (
    ARRAY,
    CHAR,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    Uuid,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.approvals.tables.base import Table as Own

metadata = Own.metadata


def _time(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


requests = Table(
    "requests",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("policy_id", Uuid, ForeignKey("policies.id"), nullable=False),
    Column("policy", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("about_kind", Text, nullable=False),
    Column("about_id", Uuid, nullable=False, index=True),
    Column("about_number", Text, nullable=False),
    Column("about_title", Text, nullable=False),
    Column("requester_id", Uuid, nullable=False),
    Column("process_id", Text),
    Column("owner_id", Uuid, nullable=False),
    Column("owner_unit", Text, nullable=False),
    Column("legal_entity_id", Text, nullable=False),
    Column("prepared_by", ARRAY(Uuid), nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("attachments", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("comment", Text, nullable=False),
    Column("round", Integer, nullable=False),
    _time("opened_at"),
    _time("settled_at", nullable=True),
    Column("version", Integer, nullable=False),
    Column("audit_seq", Integer, nullable=False),
    Column("audit_hash", Text, nullable=False),
    Column("resume", Text),
    Column("edited", JSONB),  # the fields that signers have changed since it was submitted
    _time("next_at", nullable=True),  # the keeper of clocks looks at it then
    Index("requests_clock", "next_at", postgresql_where=text("next_at IS NOT NULL")),
    Index("requests_of_requester", "requester_id", text("opened_at DESC"), text("id DESC")),
    Index(
        "one_live_request", "policy", "about_id", unique=True, postgresql_where=text("state IN ('PENDING', 'RETURNED')")
    ),
    Index("requests_id_requester", "id", "requester_id", unique=True),
    Index("requests_by_time", "opened_at", "id"),
)

# What was submitted, round by round: for the differences that signers see.
rounds = Table(
    "rounds",
    metadata,
    Column("request_id", Uuid, ForeignKey("requests.id"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("content", JSONB, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("attachments", JSONB, nullable=False),
    Column("facts", JSONB, nullable=False),
    _time("began_at"),
    Column("prepared_by", ARRAY(Uuid)),
    Column("directory", Integer),  # its version when the round began
)

# `live`: on the present route. `decided` of `positions` is shown in inboxes.
steps = Table(
    "steps",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("request_id", Uuid, ForeignKey("requests.id"), nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("branch", Text, nullable=False),
    Column("state", Text, nullable=False),
    _time("opened_at"),
    _time("due_at", nullable=True),
    _time("settled_at", nullable=True),
    Column("timers", JSONB, nullable=False),
    Column("level", Integer, nullable=False),
    Column("why", JSONB),
    Column("skipped", JSONB, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("decided", Integer, nullable=False),
    Column("positions", Integer, nullable=False),
    _time("nudged_at", nullable=True),
    Column("directory", Integer),  # the version of the directory that its signers were found with
    Column("until_round", Integer),  # the round that left it behind
    Index("steps_that_wait", "opened_at", "id", postgresql_where=text("state = 'OPEN' AND live")),
)

# The one inbox: tasks of steps, and to-dos (no step; their own `about`).
tasks = Table(
    "tasks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("request_id", Uuid, ForeignKey("requests.id")),
    Column("step_id", Uuid, ForeignKey("steps.id"), index=True),
    Column("position", Integer, nullable=False),
    Column("person_id", Uuid),
    Column("role", Text),
    Column("unit", Text),
    Column("on_behalf_of", Uuid),
    Column("state", Text, nullable=False),
    Column("why", JSONB),
    Column("verdict", Text),
    Column("comment", Text, nullable=False),
    _time("opened_at"),
    _time("due_at", nullable=True),
    _time("decided_at", nullable=True),
    Column("decided_by", Uuid),
    Column("todo", Text, nullable=False),
    Column("about_kind", Text),
    Column("about_id", Uuid),
    Column("about_number", Text),
    Column("about_title", Text),
    Column("process_id", Text),
    Column("legal_entity_id", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("terms", JSONB),  # who brought him in and how, the weight of his vote, whether he has claimed it
    Column("claimed_by", Uuid),  # of a to-do
    Column("claimable", Boolean, nullable=False, server_default=false()),  # one of several is enough, and may take it
    Column("amount", Numeric(18, 2)),  # of what a to-do is about
    Column("currency", CHAR(3)),
    Index(
        "inbox_of_person", "person_id", text("opened_at DESC"), text("id DESC"),
        postgresql_where=text("state = 'OPEN'"), postgresql_include=["due_at", "kind", "claimable", "on_behalf_of"],
    ),
    Index(
        "inbox_of_role", "role", text("opened_at DESC"), text("id DESC"),
        postgresql_where=text("state = 'OPEN' AND person_id IS NULL"),
    ),
    Index("done_by", "decided_by", text("decided_at DESC"), text("id DESC"), postgresql_where=text("state = 'DONE'")),
    Index(
        "copies_of_person", "person_id", text("opened_at DESC"), text("id DESC"),
        postgresql_where=text("kind = 'COPY'"),
    ),
    Index("tasks_about", "about_id", postgresql_where=text("about_id IS NOT NULL")),
    Index("tasks_of_request", "request_id"),
    Index("todos_of_process", "process_id", postgresql_where=text("state = 'OPEN' AND process_id IS NOT NULL")),
)  # fmt: skip

# A person's decision. `again`: the policy asks a person more than once in a round. The keys and checks are the last
# line: one decision per person and round, and never the requester's own.
votes = Table(
    "votes",
    metadata,
    Column("task_id", Uuid, primary_key=True),
    Column("request_id", Uuid, nullable=False),
    Column("round", Integer, nullable=False),
    Column("step_id", Uuid, nullable=False),
    Column("voter_id", Uuid, nullable=False),
    Column("requester_id", Uuid, nullable=False),
    Column("on_behalf_of", Uuid),
    Column("verdict", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("self_allowed", Boolean, nullable=False),
    Column("again", Boolean, nullable=False),
    ForeignKeyConstraint(["request_id", "requester_id"], ["requests.id", "requests.requester_id"]),
    _time("decided_at"),
    Column("segregated", Boolean, nullable=False, server_default=false()),
    Index("one_decision_a_round", "request_id", "round", "voter_id", unique=True, postgresql_where=text("NOT again")),
)

# Since which version of a record nobody has to do this about it any more: an older event that comes late asks nobody.
todo_endings = Table(
    "todo_endings",
    metadata,
    Column("about_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
)

# Files that people attach to what they say about a request; what is signed with it is its owner's.
request_files = Table(
    "request_files",
    metadata,
    Column("request_id", Uuid, ForeignKey("requests.id"), primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("file_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("person_id", Uuid, nullable=False),
    _time("attached_at"),
)

# When the keeper of clocks looks next: one row.
request_clock = Table(
    "request_clock",
    metadata,
    Column("id", Uuid, primary_key=True),
    _time("next_due_at", nullable=True),
    Column("version", Integer, nullable=False),
)
