"""On which line of its YAML does a place of a policy stand?"""

import re
from collections.abc import Iterator

import yaml

from services.approvals.domain.policies.keywords import KEYS

PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def line_of(text: str, path: str) -> int:
    """Of `route[0].when`, or of the nearest thing around it; of a step's key, where it is written last."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        return 1
    named = [node for node in _scalars(root) if node.value == path]
    if named and _inside(root, path) is None:
        return _line(named[-1])
    node = root
    for index, name in PART.findall(path):
        inside = _inside(node, name or int(index))
        if inside is None:
            break
        node = inside
    return _line(node)


def written_twice(text: str) -> tuple[int, str] | None:
    """Line and name of a key that stands twice in one place, in either language: one of them would be lost."""
    nodes = [yaml.compose(text, Loader=yaml.SafeLoader)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                name = str(KEYS.get(key.value, key.value) if isinstance(key, yaml.ScalarNode) else key)
                if name in seen:
                    return _line(key), key.value
                seen.add(name)
                nodes.append(value)
    return None


def _inside(node: yaml.Node, part: str | int) -> yaml.Node | None:
    """What stands under this name or number; one thing alone may stand for a list of one."""
    if isinstance(node, yaml.MappingNode) and isinstance(part, str):
        found = (value for key, value in node.value if KEYS.get(key.value, key.value) == part)
        return next(found, None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    return node if part == 0 else None


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _scalars(each)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from (*_scalars(key), *_scalars(value))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
