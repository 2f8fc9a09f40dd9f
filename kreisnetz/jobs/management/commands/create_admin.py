"""Makes the first account with the role Administration; it sets its password by the link "Passwort vergessen"."""

import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from kreisnetz.core import audit
from kreisnetz.core.models import RoleGrant, User
from kreisnetz.core.rights import Role


class Command(BaseCommand):
    help = "Legt ein Konto mit der Rolle Administration an und fragt nach dem Passwort."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().casefold()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"„{email}“ ist keine E-Mail-Adresse.") from None
        if User.objects.filter(email=email).exists():
            raise CommandError(f"Für {email} gibt es schon ein Konto.")
        password = getpass.getpass("Passwort (mindestens 12 Zeichen): ")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        with transaction.atomic():
            user = User.objects.create_user(email, password, options["name"])
            RoleGrant.objects.create(user=user, role=Role.ADMINISTRATION)
            audit.record("console", "create_account", user, now=timezone.now())
        self.stdout.write(f"Das Konto {email} ist angelegt.")
