"""A real SMTP server on loopback for tests: keeps every mail it accepted, and refuses or hangs up where the address says so.

In a thread (`sink()`), or as a process of its own that appends to a file (`python -m tests.mail_sink FOLDER`), which lives on
when a worker is killed.
"""

import asyncio
import json
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


@dataclass
class Sink:
    """What arrived, in order. `drop_after`: hang up after so many accepted mails of one connection."""

    messages: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    connections: int = 0
    drop_after: int = 0
    port: int = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, host: str, replies: list[str]
    ) -> Any:
        self.connections += 1
        session.host_name = host
        session.accepted = 0  # type: ignore[attr-defined]
        return replies

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried.append(address)
        name = address.partition("@")[0]
        if name.startswith("unbekannt"):
            return "550 5.1.1 Diese Adresse gibt es nicht"
        if name.startswith("spaeter"):
            return "451 4.7.1 Bitte spaeter noch einmal"
        if name.startswith("auflegen") or (self.drop_after and session.accepted >= self.drop_after):
            server.transport.close()
            return "421 bis dann"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:
        if envelope.rcpt_tos[0].startswith("zu-gross"):
            return "552 5.3.4 Die Nachricht ist zu gross"
        session.accepted += 1
        content = bytes(envelope.content or b"")
        self.keep(content, envelope.rcpt_tos)
        return "250 OK"

    def keep(self, content: bytes, recipients: list[str]) -> None:
        self.raw.append(content)
        self.messages.append(message_from_bytes(content, policy=default))  # type: ignore[arg-type]
        self.recipients += recipients


@contextmanager
def sink(tls: ssl.SSLContext | None = None) -> Iterator[Sink]:
    """A server in a thread of this process; tls: encrypted from the first byte."""
    kept = Sink()
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(_listen(kept, loop, tls))
    kept.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()


async def _listen(kept: Sink, loop: asyncio.AbstractEventLoop, tls: ssl.SSLContext | None = None) -> asyncio.Server:
    return await loop.create_server(lambda: SMTP(kept, hostname="sink", loop=loop), host=HOST, port=0, ssl=tls)


class FileSink(Sink):
    """Appends a line per accepted mail before it says 250: what is not in the file was not accepted."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.file = folder / "mails.jsonl"

    def keep(self, content: bytes, recipients: list[str]) -> None:
        message = message_from_bytes(content, policy=default)
        line = {"id": message["Message-ID"], "to": recipients, "subject": message["Subject"]}
        with self.file.open("a") as out:
            out.write(json.dumps(line) + "\n")


async def _serve(folder: Path) -> None:
    loop = asyncio.get_running_loop()
    kept = FileSink(folder)
    server = await _listen(kept, loop)
    waiting = folder / "port.new"
    waiting.write_text(str(server.sockets[0].getsockname()[1]))
    waiting.rename(folder / "port")
    await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(Path(sys.argv[1])))
