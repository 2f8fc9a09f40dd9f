"""Runs a management command in a process of its own on the database of the test that started it (TEST_DATABASE_NAME)."""

import os
import sys

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def set_up() -> None:
    """Django, connected to the test's database."""
    settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE_NAME"]
    django.setup()


if __name__ == "__main__":
    set_up()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
