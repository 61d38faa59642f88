"""A PostgreSQL cluster for the time of the measures, if the machine has the server's programs."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: p.parts[-3])
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


@contextmanager
def cluster():
    """Yield the address of an empty database, or None without PostgreSQL on the machine."""
    folder = programs()
    if folder is None:
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="madeingard-pg-", dir="/tmp"))
    become = []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(home, "postgres")
        become = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*words):
        subprocess.run([*become, *map(str, words)], check=True, cwd="/", stdout=subprocess.DEVNULL)

    run(folder / "initdb", "-D", home / "data", "-U", "bench", "-A", "trust", "-E", "UTF8",
        "--locale=C.UTF-8", "--no-sync")  # fmt: skip
    options = (
        f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off "
        "-c synchronous_commit=off -c shared_buffers=512MB -c max_wal_size=4GB"
    )
    run(folder / "pg_ctl", "-D", home / "data", "-w", "-l", home / "log", "-o", options, "start")
    try:
        yield f"postgres://bench@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*become, folder / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop"],
            cwd="/",
            stdout=subprocess.DEVNULL,
            check=False,
        )
        shutil.rmtree(home, ignore_errors=True)
