"""How is a mistake in a policy put into words, and at which line?"""

import re

# What approvals says of a mistake, and the code of its words here; groups are the parameters.
MISTAKES = (
    (r"unknown fact (?P<name>.+)", "unknown_fact"),
    (r"the condition is neither true nor false", "not_a_question"),
    (r"this can never be true.*", "never_true"),
    (r"say (?:exactly one of|either) (?P<ways>.+)", "one_of"),
    (r"mode quorum and a quorum belong together", "quorum_mode"),
    (r"(?P<need>\d+) (?:votes|points) are needed of (?P<most>\d+).*", "too_many"),
    (r"there is no time limit.*", "no_limit"),
    (r"a later rung says how long.*", "rung_after"),
    (r"Extra inputs are not permitted", "no_such_word"),
    (r"Field required", "missing"),
    (r"nobody could approve", "no_approve"),
    (r"at most (?P<most>\d+) of all, exists.*", "too_many_macros"),
    (r"there is no calendar (?P<name>.+)", "no_calendar"),
    (r"nobody who works here has the login (?P<name>.+)", "no_login"),
    (r"nobody has the role (?P<name>.+)", "no_role"),
    (r"no step is called (?P<name>.+)", "no_step"),
    (r"the owner of the record does not take (?P<name>.+) over", "not_taken_over"),
    (r"this belongs to a quorum of each group.*", "need_without_each"),
    (r"only \{number\}.*", "notice_words"),
    (r"the character (?P<name>U\+[0-9A-F]+) is not allowed", "character"),
    (r"an alias", "alias"),
    (r"two steps have this key", "key_twice"),
    (r"two branches have one name", "branch_twice"),
    (r"(?P<word>.+) is written twice", "written_twice"),
    (r"(?P<name>.+) is not a fact of type (?P<type>.+)", "wrong_type"),
    (r"SYS-20: .*", "duration"),
    (r"Input should be (?P<choices>'.+)", "choices"),
    (r"Input should be a valid dictionary.*", "no_policy"),
)


def mistake(problem: str) -> tuple[str, dict[str, str]] | None:
    """The code and parameters of what is wrong; None: there are only the words of the program."""
    for pattern, code in MISTAKES:
        if found := re.fullmatch(pattern, problem, re.DOTALL):
            return f"mistake.{code}", found.groupdict()
    return None


def line_of(place: str) -> int:
    """Of `line 7: route[0].when`; 0 where no line is known."""
    word, _, rest = place.partition(" ")
    number = rest.partition(":")[0]
    return int(number) if word == "line" and number.isdigit() else 0
