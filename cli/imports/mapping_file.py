"""How is a mapping read that stands in a file (YAML)?"""

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import ValidationError

from messages.mappings.mapping import FileMapping


def read_mapping(path: Path, constants: Mapping[str, str] | None = None) -> FileMapping:
    """Raises ValueError with the place of what is wrong."""
    try:
        found = yaml.safe_load(path.read_text())
        if not isinstance(found, dict):
            raise ValueError(f"{path}: a mapping was expected")
        found["constants"] = (found.get("constants") or {}) | dict(constants or {})
        return FileMapping.model_validate(found)
    except yaml.YAMLError as wrong:
        raise ValueError(f"{path}: {wrong}") from wrong
    except ValidationError as wrong:
        details = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'mapping'}: {e['msg']}" for e in wrong.errors())
        raise ValueError(f"{path}: {details}") from wrong
