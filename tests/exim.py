"""Debian's mail server for tests: Exim with a configuration of our own, on loopback, delivering into a Maildir; stopped by its process.

It wants STARTTLS and a password, refuses "abgelehnt@…" for good and "spaeter@…" for now.
"""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PROGRAM = "/usr/sbin/exim4"
ACCOUNT = "Debian-exim"
USER, PASSWORD = "kreisnetz", "geheim"
CONFIG = """
primary_hostname = localhost
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
pid_file_path = {folder}/pid
tls_advertise_hosts = *
tls_certificate = {folder}/cert.pem
tls_privatekey = {folder}/key.pem
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  deny local_parts = abgelehnt
       message = no such user here
  defer local_parts = spaeter
       message = try again later
  accept authenticated = *
  deny message = authentication required
begin routers
everybody:
  driver = accept
  transport = maildir
begin transports
maildir:
  driver = appendfile
  directory = {folder}/mail
  maildir_format
  create_directory
  user = Debian-exim
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_advertise_condition = ${{if def:tls_in_cipher}}
  server_condition = ${{if and{{{{eq{{$auth2}}{{kreisnetz}}}}{{eq{{$auth3}}{{geheim}}}}}}}}
  server_set_id = $auth2
"""


@dataclass(frozen=True)
class Exim:
    """Where it listens, which certificate it shows, and what has arrived."""

    port: int
    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "cert.pem"

    def arrived(self, *, n: int = 1) -> list[EmailMessage]:
        """Mails in the Maildir; waits until there are n, five seconds at most."""
        end = time.monotonic() + 5
        while True:
            files = sorted((self.folder / "mail" / "new").glob("*"))
            if len(files) >= n or time.monotonic() > end:
                return [message_from_bytes(file.read_bytes(), policy=default) for file in files]  # type: ignore[misc]
            time.sleep(0.05)


def why_not() -> str:
    """Empty when Exim can be started here."""
    if not Path(PROGRAM).exists():
        return "Exim (Debian: exim4-daemon-light)"
    return "" if os.geteuid() == 0 else "Exim (nur als root)"


@contextmanager
def exim(folder: Path) -> Iterator[Exim]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = folder / "exim"
    (folder / "spool").mkdir(parents=True)
    (folder / "mail").mkdir()
    certificate_files(folder)
    config = folder / "exim.conf"
    config.write_text(CONFIG.format(port=port, folder=folder), encoding="utf-8")
    account = pwd.getpwnam(ACCOUNT)
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, account.pw_uid, account.pw_gid)
    # Its account must be able to reach the folder, and root owns what it believes.
    shutil.chown(config, 0, 0)
    for parent in folder.parents:
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    process = subprocess.Popen(
        [PROGRAM, "-C", str(config), "-bdf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield Exim(port, folder)
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"Exim did not start (exit code {process.poll()})")


def certificate_files(folder: Path) -> None:
    """A certificate for localhost that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
