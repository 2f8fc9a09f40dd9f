"""Measures Kreisnetz against a static file of the same bytes served by nginx, in one run on one machine. See bench/README.md.

    .venv/bin/python bench/run.py [--rounds 3] [--seconds 5] > figures.md

Needs wrk and nginx; brings its own database, ports and folder and leaves nothing behind.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
CONNECTIONS = 64
NGINX = """
daemon off; worker_processes {workers}; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; default_type text/html;
  open_file_cache max=100; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen {host}:{port}; root {folder}/static-pages; }}
}}
"""


def free_port() -> int:
    with socket.socket() as unused:
        unused.bind((HOST, 0))
        return int(unused.getsockname()[1])


def lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


class Bench:
    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.port, self.nginx_port = free_port(), free_port()
        self.environment = os.environ | {
            "KREISNETZ_SECRET_KEY": "only-for-the-bench-" + "x" * 40,
            "KREISNETZ_DATA_DIR": str(folder / "data"),
            "KREISNETZ_SITE_URL": f"http://{HOST}:{self.port}",
            "KREISNETZ_FORM_MIN_SECONDS": "0",
            "KREISNETZ_UNCONFIRMED_SEATS": "100000000",
            "KREISNETZ_REGISTRATIONS_PER_HOUR": "100000000",
            "DJANGO_SETTINGS_MODULE": "kreisnetz.settings",
        }
        (folder / "data").mkdir()
        (folder / "static-pages").mkdir()
        self.children: list[subprocess.Popen[bytes]] = []

    def python(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout

    def ask(self, *command: str) -> dict:
        return json.loads(self.python("bench/data.py", *command).strip().splitlines()[-1])

    def start(self) -> None:
        server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--respawn-failed-workers"]
        server += ["--host", HOST, "--port", str(self.port), "--workers", str(self.options.workers)]
        server += ["--blocking-threads", str(self.options.threads), "--log-level", "warning"]
        self.children.append(subprocess.Popen([*server, "kreisnetz.wsgi:application"], cwd=ROOT, env=self.environment))
        for _ in range(300):
            try:
                self.get("/health/")
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    def start_nginx(self) -> None:
        config = self.folder / "nginx.conf"
        config.write_text(
            NGINX.format(workers=self.options.workers, folder=self.folder, host=HOST, port=self.nginx_port)
        )
        os.chmod(self.folder, 0o755)
        self.children.append(subprocess.Popen(["/usr/sbin/nginx", "-p", str(self.folder), "-c", str(config)]))
        time.sleep(0.5)

    def stop(self) -> None:
        for child in self.children:
            child.terminate()
        for child in self.children:
            child.wait(timeout=30)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        request = urllib.request.Request(f"http://{HOST}:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, lower(response.headers), response.read()
        except urllib.error.HTTPError as error:
            return error.code, lower(error.headers), b""

    def wrk(self, port: int, path: str, *headers: str) -> dict[str, float]:
        command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{self.options.seconds}s", "--latency"]
        for header in headers:
            command += ["-H", header]
        out = subprocess.run(
            [*command, f"http://{HOST}:{port}{path}"], capture_output=True, text=True, check=True
        ).stdout
        errors = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
        sockets = re.search(r"Socket errors: (.+)", out)
        if errors or sockets:
            print(f"<!-- {path}: {(errors or sockets)[0]} -->")
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
        value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
        return {"rate": rate, "p99": float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]}

    def people(self, path: str, users: int, *more: str) -> dict:
        return json.loads(self.python("bench/people.py", str(self.port), path, str(users), "8", *more))

    def cpu(self) -> float:
        """Seconds of CPU the worker processes have used so far."""
        ticks = os.sysconf("SC_CLK_TCK")
        used = 0.0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += (int(fields[11]) + int(fields[12])) / ticks
        return used

    def workers(self) -> list[str]:
        listed = ["ps", "-o", "pid=", "--ppid", str(self.children[0].pid)]
        return subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()

    def memory(self) -> list[float]:
        """Resident memory of each worker process in MB."""
        found = []
        for pid in self.workers():
            rss = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
            found.append(int(rss[1]) / 1024)
        return found


def middle(values: list[float]) -> float:
    return statistics.median(values)


def pages(bench: Bench, single: str) -> None:
    cases = []
    for _ in range(100):
        # Each over a new connection, so that every worker process has answered before.
        bench.get(single)
    for name, path in (("Einzelansicht", single), ("Kalender mit 500 Terminen", "/termine/")):
        _status, headers, body = bench.get(path)
        file = f"{path.strip('/').replace('/', '-')}.html"
        (bench.folder / "static-pages" / file).write_bytes(body)
        cases.append((name, path, file, headers["etag"], len(body)))
    print("| Seite | Bytes | Kreisnetz/s | p99 ms | nginx/s | p99 ms | Verhältnis |\n|---|---|---|---|---|---|---|")
    for name, path, file, etag, size in cases:
        runs = []
        for _ in range(bench.options.rounds):
            plain = bench.wrk(bench.nginx_port, f"/{file}")
            ours = bench.wrk(bench.port, path)
            unchanged = bench.wrk(bench.port, path, f"If-None-Match: {etag}")
            runs.append((plain, ours, unchanged))
        for label, number in ((f"{name}, 200", 1), (f"{name}, 304", 2)):
            ours, plain = [run[number] for run in runs], [run[0] for run in runs]
            ratio = middle([a["rate"] / b["rate"] for a, b in zip(ours, plain, strict=True)])
            print(
                f"| {label} | {size if number == 1 else 0} | {middle([r['rate'] for r in ours]):.0f} | {middle([r['p99'] for r in ours]):.1f} "
                f"| {middle([r['rate'] for r in plain]):.0f} | {middle([r['p99'] for r in plain]):.1f} | {ratio:.2f} |"
            )


def registrations(bench: Bench) -> None:
    print("\n| Anmeldungen | je Sekunde | CPU ms je Anmeldung | Median s | p99 s | Fehler |\n|---|---|---|---|---|---|")
    for users in (8, 32):
        runs = [_rush(bench, users) for _ in range(bench.options.rounds)]
        cpu = middle([run["cpu"] / len(run["seconds"]) * 1000 for run in runs])
        rate = middle([len(run["seconds"]) / run["took"] for run in runs])
        half, most = (middle([at(run["seconds"], share) for run in runs]) for share in (0.5, 0.99))
        errors = sum(len(run["errors"]) for run in runs)
        print(f"| {users} Menschen, ganzer Weg | {rate:.0f} | {cpu:.1f} | {half:.3f} | {most:.3f} | {errors} |")
    runs = [bench.people(bench.ask("event", "50")["path"], 200, "--once") for _ in range(bench.options.rounds)]
    seats, errors = [run["seats"] for run in runs], sum(len(run["errors"]) for run in runs)
    last = middle([max(run["seconds"]) for run in runs])
    print(
        f"\n200 auf einmal für 50 Plätze: {seats} Plätze vergeben, {errors} Fehler, die letzte Antwort nach {last:.1f} s."
    )


def _rush(bench: Bench, users: int) -> dict:
    path = bench.ask("event")["path"]
    before = bench.cpu()
    run = bench.people(path, users)
    return run | {"cpu": bench.cpu() - before}


def at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


def weight(bench: Bench, single: str) -> None:
    """First visit of the single view as a browser does it, gzipped, without fonts."""
    _status, _headers, body = bench.get(single)
    html = body.decode()
    found = re.findall(r'<(?:link[^>]+rel="stylesheet"[^>]+href|script[^>]+src|img[^>]+src)="(/[^"]+)"', html)
    files = {"HTML": len(gzip.compress(body))}
    for path in dict.fromkeys(found):
        files[path] = len(gzip.compress(bench.get(path)[2]))
    total = sum(files.values()) / 1024
    print(f"\nErster Besuch der Einzelansicht: {len(files)} Anfragen, {total:.1f} KB (gzip, ohne Schriften):")
    print(", ".join(f"{name.rsplit('/', 1)[-1]} {size / 1024:.1f} KB" for name, size in files.items()) + ".")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kreisnetz-bench-"))
    bench = Bench(folder, options)
    try:
        bench.python("manage.py", "migrate", "-v0")
        bench.python("manage.py", "collectstatic", "--noinput", "-v0")
        single = str(bench.ask("fill")["path"])
        bench.start()
        bench.start_nginx()
        load = os.getloadavg()[0]
        print(
            f"<!-- load before: {load:.1f}, {os.cpu_count()} cores, rounds {options.rounds} of {options.seconds} s -->"
        )
        if "p" in (options.only or "p"):
            pages(bench, single)
        if "r" in (options.only or "r"):
            registrations(bench)
        print(
            "\nSpeicher je Arbeitsprozess unter Last: " + ", ".join(f"{mb:.0f} MB" for mb in bench.memory()) + " (RSS)."
        )
        weight(bench, single)
        print("\n| ohne Seitenspeicher | CPU ms | SQL-Anfragen | Bytes |\n|---|---|---|---|")
        for name, figures in bench.ask("inside", single).items():
            print(f"| {name} | {figures['cpu_ms']} | {figures['queries']} | {figures['bytes']} |")
    finally:
        bench.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
