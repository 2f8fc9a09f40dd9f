"""A PostgreSQL for tests that bring their own database: the one the environment names, else a throw-away one from Debian's binaries."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
Environment = dict[str, str]


def binaries() -> Path | None:
    """Folder with initdb and pg_ctl of the newest version; None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def is_there() -> bool:
    return _named_by_environment() or binaries() is not None


def _named_by_environment() -> bool:
    return os.environ.get("KREISNETZ_TEST_POSTGRES") == "1" or os.environ.get("KREISNETZ_DATABASE") == "postgres"


@contextmanager
def server() -> Iterator[Environment]:
    """Variables that point to a running server (without the database's name)."""
    if _named_by_environment():
        names = ("HOST", "PORT", "USER", "PASSWORD")
        variables = {f"KREISNETZ_DATABASE_{name}": os.environ.get(f"KREISNETZ_DATABASE_{name}", "") for name in names}
        yield {name: value for name, value in variables.items() if value}
        return
    folder = Path(tempfile.mkdtemp(prefix="kreisnetz-pg-"))
    tools = binaries()
    assert tools is not None
    become: list[str] = []
    if os.getuid() == 0:
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = str(free.getsockname()[1])
    control = [*become, tools / "pg_ctl", "-D", folder / "data", "-w"]
    options = f"-h {HOST} -p {port} -k {folder} -c max_connections=200"
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "check": True}
    init = [*become, tools / "initdb", "-D", folder / "data", "-U", "kreisnetz", "--auth=trust", "--encoding=UTF8"]
    try:
        subprocess.run([*init, "--locale=C.UTF-8"], **quiet)
        subprocess.run([*control, "-l", folder / "log", "-o", options, "start"], **quiet)
        yield {
            "KREISNETZ_DATABASE_HOST": HOST,
            "KREISNETZ_DATABASE_PORT": port,
            "KREISNETZ_DATABASE_USER": "kreisnetz",
        }
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd=folder, stdout=subprocess.DEVNULL, check=False)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(name: str, variables: Environment) -> Iterator[Environment]:
    """An empty database on that server, dropped at the end."""
    import psycopg

    def execute(statement: str) -> None:
        with psycopg.connect(
            host=variables.get("KREISNETZ_DATABASE_HOST", HOST),
            port=int(variables.get("KREISNETZ_DATABASE_PORT", "5432")),
            user=variables.get("KREISNETZ_DATABASE_USER", "kreisnetz"),
            password=variables.get("KREISNETZ_DATABASE_PASSWORD"),
            dbname="postgres",
            autocommit=True,
        ) as connection:
            connection.execute(statement)

    execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    execute(f'CREATE DATABASE "{name}"')
    try:
        yield {**variables, "KREISNETZ_DATABASE": "postgres", "KREISNETZ_DATABASE_NAME": name}
    finally:
        execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
