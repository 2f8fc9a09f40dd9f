"""Which answers the store of anonymous pages may keep."""

import pytest

from kreisnetz.web import cache

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("status", "header", "kept"),
    [
        ("200 OK", ("Content-Language", "de"), True),
        ("200 OK", ("Vary", "Accept-Language"), True),
        ("200 OK", ("Vary", "Accept-Language, Cookie"), False),
        ("200 OK", ("Set-Cookie", "a=b"), False),
        ("200 OK", ("cache-control", "Private"), False),
        ("200 OK", ("Cache-Control", "no-store"), False),
        ("200 OK", ("Content-Encoding", "gzip"), False),
        ("404 Not Found", ("Content-Language", "de"), False),
        ("206 Partial Content", ("Content-Language", "de"), False),
    ],
)
def test_answer_is_kept_only_when_everybody_may_see_it(status: str, header: tuple[str, str], kept: bool) -> None:
    headers = [("Content-Type", "text/html; charset=utf-8"), header]

    assert cache.may_be_kept(status, headers, b"x") is kept
    assert not cache.may_be_kept(status, [("Content-Type", "application/pdf"), header], b"x")
