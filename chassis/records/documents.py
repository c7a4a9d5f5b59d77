"""How does a record become a PDF that can be printed and sent?

Data reach the template as texts, never as markup; the template reads nothing outside of its folder. The same data are
the same bytes. A character that the font lacks would come out empty, without a word: it is replaced by 〓 and named.
"""

import asyncio
import json
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

PDF = "application/pdf"
FONTS = Path(__file__).parent / "fonts"
REGULAR = FONTS / "NotoSansSC_400Regular.ttf"
MISSING = "〓"
CONTROLS = frozenset(map(ord, "\n\t"))

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="documents")
_own = threading.local()  # a compiler is of one thread


async def pdf_of(template: Path, data: Mapping[str, Any]) -> bytes:
    """In a thread of its own: the rest goes on meanwhile. `data` may be texts, lists and mappings of them."""
    return await asyncio.get_running_loop().run_in_executor(_threads, render, template, data)


def render(template: Path, data: Mapping[str, Any]) -> bytes:
    """Of a template of ours with the data as `sys.inputs.data`, and what the font lacks as its `missing`."""
    lacking: set[str] = set()
    shown = _printable(data, lacking)
    given = {**shown, "missing": [f"U+{ord(char):04X}" for char in sorted(lacking)]}
    written = json.dumps(given, ensure_ascii=False, sort_keys=True)
    made: bytes = _compiler(template).compile(format="pdf", sys_inputs={"data": written})
    return made


def _compiler(template: Path) -> Any:
    known: dict[Path, Any] = _own.__dict__.setdefault("compilers", {})
    if template not in known:
        path = template.resolve()
        known[template] = typst.Compiler(
            str(path), root=str(path.parent), font_paths=[str(FONTS)], ignore_system_fonts=True
        )
    return known[template]


def _printable(value: Any, lacking: set[str]) -> Any:
    if isinstance(value, str):
        absent = {char for char in value if ord(char) not in glyphs() and ord(char) not in CONTROLS}
        lacking |= absent
        return "".join(MISSING if char in absent else char for char in value)
    if isinstance(value, Mapping):
        return {key: _printable(one, lacking) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one, lacking) for one in value]
    return value


@cache
def glyphs() -> frozenset[int]:
    """What the font can show."""
    with TTFont(REGULAR, lazy=True) as font:
        return frozenset(font.getBestCmap())
