"""Middleware of the tests: a GET that writes to the database fails the test (sessions and allauth's own rows aside)."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

_WRITE = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_ALLOWED = re.compile(r'"(django_session|account_\w+|mfa_\w+)"')


class WritingGet(AssertionError):
    """A GET request wrote to the database."""


def _refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if _WRITE.match(sql) and not _ALLOWED.search(sql):
        raise WritingGet(f"a GET request wrote: {sql[:200]}")
    return execute(sql, params, many, context)


class RefuseWritingGet:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with connection.execute_wrapper(_refuse):
            return self.get_response(request)
