"""Which steps of a route come before, and which after, a given one?"""

from services.approvals.domain.policies.policy import Parallel, Step, steps_of

Nodes = tuple[Step | Parallel, ...]


def from_step(route: Nodes, key: str) -> frozenset[str]:
    """The step itself and every step that can only come after it. Sibling branches are neither before nor after."""
    return _from(route, key) or frozenset()


def precedes(route: Nodes, earlier: str, later: str) -> bool:
    return earlier != later and later in from_step(route, earlier)


def _from(route: Nodes, key: str) -> frozenset[str] | None:
    for index, node in enumerate(route):
        after = frozenset(step.step for _, step in steps_of(route[index + 1 :]))
        if isinstance(node, Step):
            if node.step == key:
                return after | {key}
            continue
        for branch in node.branches:
            inside = _from(branch.route, key)
            if inside is not None:
                return after | inside
    return None
