"""Which guards of an approval are there, how is each switched off, and which test must notice?"""

from dataclasses import dataclass

OPEN_TO_ALL = "if False:"


@dataclass(frozen=True)
class Guard:
    """`text` stands once in `file`; with `instead` in its place, the test fails. `postgres`: it needs a server."""

    name: str
    file: str
    text: str
    instead: str
    test: str
    postgres: bool = False


DOMAIN, STORE, USES = (f"services/approvals/{room}" for room in ("domain", "store", "use_cases"))
MIGRATION = "services/approvals/migrations/versions/0001_first.py"
LOCK = "services/approvals/migrations/versions/0021_signers_only.py"
PURE, REAL = "tests/domain/approvals", "tests/services/approvals"

GUARDS = (
    # ---- nobody decides his own: in the resolver, in the step machine, in the database ----
    Guard(
        "the resolver asks no requester", f"{DOMAIN}/routing/signers.py",
        "    if not context.may_sign(person):", f"    {OPEN_TO_ALL}",
        f"{PURE}/routing/test_signers.py::test_app_1_who_prepared_it_does_not_sign",
    ),
    Guard(
        "nor as a substitute", f"{DOMAIN}/routing/signers.py",
        "    if stands_in is None or not context.may_sign(stands_in):", "    if stands_in is None:",
        f"{PURE}/routing/test_signers.py::test_app_24_absence",
    ),
    Guard(
        "the step machine lets no requester decide", f"{DOMAIN}/acts/permission.py",
        "    if person is None or not context.may_sign(person):", "    if person is None:",
        f"{PURE}/acts/test_decisions.py::test_app_1_the_step_machine_too_keeps_the_requester_out",
    ),
    Guard(
        "nobody transfers the task to him", f"{DOMAIN}/acts/transfer.py",
        "    if taker is None or not context.may_sign(taker):", "    if taker is None:",
        f"{PURE}/acts/test_decisions.py::test_app_10_who_cannot_take_a_task",
    ),
    Guard(
        "nor when somebody leaves", f"{DOMAIN}/acts/reassignment.py",
        "one.id != signer.person_id and context.may_sign(one)", "one.id != signer.person_id",
        f"{PURE}/acts/test_reassignment.py::test_app_66_the_requester_never_gets_it",
    ),
    Guard(
        "the database takes no vote of the requester", MIGRATION,
        '"self_allowed OR (voter_id <> requester_id AND on_behalf_of IS DISTINCT FROM requester_id)"', '"true"',
        f"{REAL}/test_guards.py::test_app_1_the_database_takes_no_vote_of_the_requester", postgres=True,
    ),
    # ---- what you saw is what you sign ----
    Guard(
        "the hash of the content is compared", f"{USES}/steps/decide.py",
        "    if command.content_hash != now_hash:", f"    {OPEN_TO_ALL}",
        f"{REAL}/acts/test_decisions.py::test_app_2_what_was_not_seen_is_not_signed", postgres=True,
    ),
    Guard(
        "the rule about it refuses", f"{DOMAIN}/acts/seen_content.py",
        "    if seen_hash != now_hash:", f"    {OPEN_TO_ALL}",
        f"{PURE}/routing/test_next_step.py::test_app_2_what_was_not_seen_is_told_field_by_field",
    ),
    # ---- one at a time, one vote each ----
    Guard(
        "the request's row is locked first", LOCK,
        "WHERE r.id = wanted FOR UPDATE;", "WHERE r.id = wanted;",
        f"{REAL}/acts/test_decisions.py::test_twenty_people_decide_at_once", postgres=True,
    ),
    Guard(
        "the database takes one vote of a person in a round", MIGRATION,
        '"one_decision_a_round", "votes", once, unique=True,', '"one_decision_a_round", "votes", once,',
        f"{REAL}/test_guards.py::test_the_database_takes_one_vote_of_a_person_in_a_round", postgres=True,
    ),
    Guard(
        "a task that is not open cannot be acted upon", f"{DOMAIN}/acts/permission.py",
        "    if signer.state is not TaskState.OPEN:", f"    {OPEN_TO_ALL}",
        f"{PURE}/acts/test_decisions.py::test_app_3_a_task_that_is_not_open",
    ),
    Guard(
        "a timer is for the step as it was entered", f"{DOMAIN}/acts/timeout.py",
        "step.state is not StepState.OPEN or step.round != round or", "step.state is not StepState.OPEN or",
        f"{PURE}/acts/test_timeout.py::test_app_33_too_early_or_stale_changes_nothing",
    ),
    # ---- whose vote counts ----
    Guard(
        "a quorum does not count who was replaced", f"{DOMAIN}/requests/voting.py",
        "    return signer.state is not TaskState.CLOSED", "    return True",
        f"{PURE}/requests/test_voting.py::test_app_25_each_mode",
    ),
    Guard(
        "nor an answer to a question", f"{DOMAIN}/requests/voting.py",
        "WITHOUT_VOTE = (TaskKind.QUESTION, TaskKind.COPY)", "WITHOUT_VOTE = ()",
        f"{PURE}/acts/test_added_signers.py::test_app_58_what_is_delegated_comes_back",
    ),
    # ---- the audit ----
    Guard(
        "a line covers the one before", f"{DOMAIN}/canonical.py",
        "bytes.fromhex(previous) + canonical(line)", "canonical(line)",
        f"{PURE}/test_small_rules.py::test_app_37_a_line_cannot_change_unseen",
    ),
    Guard(
        "each line is chained to the newest", f"{STORE}/requests/persistence.py",
        '        head = row["hash"]\n', "",
        f"{REAL}/test_guards.py::test_app_37_every_act_is_chained_to_the_one_before", postgres=True,
    ),
    Guard(
        "the audit is only added to", MIGRATION,
        "BEFORE UPDATE OR DELETE OR TRUNCATE ON audit", "BEFORE TRUNCATE ON audit",
        f"{REAL}/test_guards.py::test_the_audit_chain_is_only_added_to", postgres=True,
    ),
    Guard(
        "an anchor that knows another hash is believed", f"{DOMAIN}/audit/verification.py",
        "            if known != entry.hash:", f"            {OPEN_TO_ALL}",
        f"{PURE}/audit/test_verification.py::test_app_102_also_when_the_requests_row_was_written_anew_too",
    ),
    # ---- notices and links ----
    Guard(
        "a link is used up by deciding", f"{USES}/notices/decide_by_link.py",
        "        await use_link(work, hash, verdict)\n", "",
        f"{REAL}/notices/test_links.py::test_app_85_looking_changes_nothing_and_deciding_happens_once", postgres=True,
    ),
    Guard(
        "a link decides on the content it was sent with", f"{USES}/notices/decide_by_link.py",
        'said = {"content_hash": link.content_hash,', 'said = {"content_hash": request.progress.content_hash,',
        f"{REAL}/notices/test_links.py::test_app_2_a_link_decides_only_on_the_content_it_was_sent_with", postgres=True,
    ),
    Guard(
        "a link is not for another reader", f"{DOMAIN}/notices/links.py",
        "    if reader not in (None, link.person_id):", f"    {OPEN_TO_ALL}",
        f"{REAL}/notices/test_links.py::test_app_85_a_link_is_not_for_somebody_else_who_is_signed_in", postgres=True,
    ),
    Guard(
        "a webhook does not lead inside", f"{DOMAIN}/notices/channels.py",
        'if address.scheme != "https" or not resolved or not all(map(_is_public, resolved)):', OPEN_TO_ALL,
        f"{PURE}/notices/test_notices.py::test_app_81_no_address_of_ones_own_network",
    ),
    Guard(
        "where it leads is looked at again when it is sent", f"{USES}/steps/send_message.py",
        "    must_lead_outside(target, addresses, settings.webhook_hosts)\n", "",
        f"{REAL}/notices/test_channels.py::test_app_81_is_asked_again_when_it_is_sent", postgres=True,
    ),
    Guard(
        "a robot's polite no is a no", f"{USES}/steps/send_by_apprise.py",
        "            if any(code != 0 for code in codes):", f"            {OPEN_TO_ALL}",
        f"{REAL}/notices/test_channels.py::test_a_robot_that_says_no_politely_has_not_taken_it", postgres=True,
    ),
    Guard(
        "a turn that has passed is not told", f"{DOMAIN}/notices/batches.py",
        "one.task_id is not None and one.task_id not in open_tasks", "False",
        f"{REAL}/notices/test_notices.py::test_app_88_who_asked_hears_the_result_and_nobody_hears_of_his_own_acts",
        postgres=True,
    ),
    Guard(
        "what is being sent is not taken by another", f"{STORE}/notices/deliveries.py",
        '{"due_at": work.now + lease, "attempts"', '{"due_at": work.now, "attempts"',
        f"{REAL}/notices/test_deliveries.py::"
        "test_whoever_dies_between_sending_and_writing_lets_it_be_sent_again",
        postgres=True,
    ),
)  # fmt: skip
