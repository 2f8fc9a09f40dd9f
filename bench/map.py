"""Measures the network map for 1,000, 10,000 and 100,000 nodes: layout, answer of the server, first picture in a browser.

    .venv/bin/python bench/map.py [--nodes 1000 10000 100000] > figures.md

Brings its own folder, database and server and leaves nothing behind. Needs Chromium for the last columns.
"""

import argparse
import gzip
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
HOST = "127.0.0.1"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ARGS += [
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--ignore-gpu-blocklist",
]
PAINTED = """() => new Promise(done => requestAnimationFrame(() => setTimeout(() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  done([paint ? paint.startTime : 0, performance.now()]);
}, 0)))"""


def environment(folder: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "KREISNETZ_SECRET_KEY": "only-for-the-bench-" + "x" * 40,
        "KREISNETZ_DATA_DIR": str(folder),
        "KREISNETZ_SITE_URL": f"http://{HOST}:{port}",
        "KREISNETZ_ALLOWED_HOSTS": HOST,
        "DJANGO_SETTINGS_MODULE": "kreisnetz.settings",
    }


def prepare(folder: Path, port: int, n: int) -> dict[str, float]:
    """Database with n nodes and a stored layout, in a process of its own; seconds and peak memory of the layout."""
    env = environment(folder, port)
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=ROOT, env=env, check=True)
    done = subprocess.run(
        [sys.executable, __file__, "--fill", str(n)], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    seconds, megabytes = done.stdout.split()[-2:]
    return {"layout": float(seconds), "memory": float(megabytes)}


def fill(n: int) -> None:
    import django

    django.setup()
    from bench import landscapes
    from kreisnetz.register import map_layout

    landscapes.fill(n)
    began = time.perf_counter()
    map_layout.store_positions()
    print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def free_port() -> int:
    with socket.socket() as unused:
        unused.bind((HOST, 0))
        return int(unused.getsockname()[1])


def ask(port: int, path: str) -> tuple[float, bytes]:
    began = time.perf_counter()
    with urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=120) as answer:
        body = answer.read()
    return time.perf_counter() - began, body


def serve(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", HOST, "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "2", "--log-level", "warning", "kreisnetz.wsgi:application"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(folder, port))
    for _attempt in range(200):
        time.sleep(0.1)
        try:
            ask(port, "/health/")
        except OSError:
            continue
        return process
    raise TimeoutError("the server did not answer")


def server_side(port: int) -> dict[str, float]:
    """Each address a little different, so that the store of pages in front of Django does not answer."""
    pages = [ask(port, f"/netzwerkkarte/?neu={number}") for number in range(5)]
    data = [ask(port, f"/netzwerkkarte/daten.json?neu={number}")[0] for number in range(3)]
    stored = [ask(port, "/netzwerkkarte/")[0] for _number in range(4)]
    body = pages[0][1]
    return {
        "page first": pages[0][0],
        "page": statistics.median(seconds for seconds, _body in pages[1:]),
        "page stored": statistics.median(stored[1:]),
        "json": statistics.median(data),
        "kB": len(body) / 1024,
        "kB gz": len(gzip.compress(body, 6)) / 1024,
    }


def browser_side(port: int) -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        return {}
    found: dict[str, float] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        for name, script in (("picture without script", False), ("picture with script", True)):
            times = []
            for _round in range(5):
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                if not script:
                    page.route("**/*.js", lambda route: route.abort())
                page.goto(f"http://{HOST}:{port}/netzwerkkarte/")
                times.append(page.evaluate(PAINTED)[0] / 1000)
                page.close()
            found[name] = statistics.median(times)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        began = time.perf_counter()
        page.goto(f"http://{HOST}:{port}/netzwerkkarte/")
        if page.locator("#kn-map-live[data-webgl]").count():
            page.locator("#kn-map-live[data-drawn]").wait_for(timeout=120_000)
            page.evaluate(PAINTED)
            found["all nodes by WebGL"] = time.perf_counter() - began
        browser.close()
    return found


def measure(n: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="kreisnetz-map-") as name:
        folder, port = Path(name), free_port()
        figures = prepare(folder, port, n)
        process = serve(folder, port)
        try:
            figures |= server_side(port)
            figures |= browser_side(port)
        finally:
            process.terminate()
            process.wait(timeout=20)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--nodes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--fill", type=int)
    options = parser.parse_args()
    if options.fill:
        fill(options.fill)
        return
    measured = {n: measure(n) for n in options.nodes}
    rows = list(dict.fromkeys(key for figures in measured.values() for key in figures))
    print("| | " + " | ".join(f"{n:,} nodes" for n in measured) + " |")
    print("|---|" + "---|" * len(measured))
    for row in rows:
        cells = (f"{figures[row]:.3g}" if row in figures else "–" for figures in measured.values())
        print(f"| {row} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
