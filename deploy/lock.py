"""How are the dependencies locked: every hash, no address?"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

# setuptools builds the project itself, offline, once the environment stands.
RUN = ["pyproject.toml", "--extra", "embedded", "-"]
DEV = ["pyproject.toml", "--extra", "embedded", "--extra", "dev", "--constraint", "requirements.txt", "-"]


def main() -> None:
    """Write requirements.txt and requirements-dev.txt; `--upgrade` takes newer versions, without it the pins stay."""
    compile_lock(RUN, "requirements.txt")
    compile_lock(DEV, "requirements-dev.txt")


def compile_lock(wanted: list[str], output: str) -> None:
    """One lock for every platform and every Python from 3.11 on."""
    shape = ["--generate-hashes", "--universal", "--python-version", "3.11"]
    quiet = ["--no-emit-index-url", "--no-annotate", "--no-header", "--quiet"]
    command = [sys.executable, "-m", "uv", "pip", "compile", *wanted, *shape, *quiet, "-o", output, *sys.argv[1:]]
    subprocess.run(command, cwd=ROOT, input=b"setuptools>=80\n", check=True)
    if "://" in (ROOT / output).read_text():
        raise SystemExit(f"{output} names an address; a lock must hold on every machine")


if __name__ == "__main__":
    main()
