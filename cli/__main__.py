"""`python -m cli` is `countersign`."""

from cli.main import app

app(prog_name="countersign")
