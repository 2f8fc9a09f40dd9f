"""People who register through the web form over kept-alive connections, in one process: `python bench/people.py PORT PATH USERS SECONDS`.

Each user does complete registrations one after the other (form, check page, booking). Prints JSON: how many, seconds of each,
statuses. With --once every user registers once and all begin together.
"""

import argparse
import http.client
import json
import re
import secrets
import sys
import threading
import time
from urllib.parse import urlencode

STAMP = re.compile(rb'name="stamp" value="([^"]+)"')
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "identity"}


class User:
    def __init__(self, port: int, path: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.form = f"{path}anmelden/"
        self.seconds: list[float] = []
        self.requests: list[float] = []
        self.seats = 0
        self.errors: list[str] = []

    def ask(self, method: str, values: dict[str, str] | None = None) -> bytes:
        began = time.perf_counter()
        self.connection.request(method, self.form, urlencode(values) if values else None, HEADERS if values else {})
        response = self.connection.getresponse()
        body = response.read()
        self.requests.append(time.perf_counter() - began)
        if response.status != 200:
            raise RuntimeError(f"status {response.status}")
        return body

    def register(self) -> None:
        began = time.perf_counter()
        found = STAMP.search(self.ask("GET"))
        if not found:
            raise RuntimeError("no form")
        name = secrets.token_hex(6)
        values = {"stamp": found[1].decode(), "first_name": "Kim", "last_name": f"Beispiel {name}", "n_seats": "1"}
        values["email"] = f"{name}@example.org"
        if b"Stimmt alles?" not in self.ask("POST", values):
            raise RuntimeError("no check page")
        done = self.ask("POST", values | {"step": "book"})
        if b"Sie sind angemeldet" in done:
            self.seats += 1
        elif b"Warteliste" not in done:
            raise RuntimeError("no answer")
        self.seconds.append(time.perf_counter() - began)

    def work(self, until: float | None, start: threading.Barrier) -> None:
        start.wait()
        while True:
            try:
                self.register()
            except Exception as error:
                self.errors.append(f"{type(error).__name__}: {error}")
                self.connection.close()
            if until is None or time.perf_counter() > until:
                return


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("users", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--once", action="store_true")
    options = parser.parse_args()
    users = [User(options.port, options.path) for _ in range(options.users)]
    start = threading.Barrier(len(users) + 1)
    until = None if options.once else time.perf_counter() + options.seconds
    threads = [threading.Thread(target=user.work, args=(until, start)) for user in users]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    result = {
        "took": took,
        "seconds": sorted(second for user in users for second in user.seconds),
        "requests": sorted(second for user in users for second in user.requests),
        "seats": sum(user.seats for user in users),
        "errors": [error for user in users for error in user.errors],
    }
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
