"""Sign-in of the office by allauth, made to our rules: no open sign-up, mails through the outbox, everything in the audit trail."""

import logging
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from kreisnetz.core import audit, mail
from kreisnetz.core.models import User

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth asks this class whenever somebody signs in or out, fails to, or gets a mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue it like every other mail. About the account, so that the outbox can hide what opens an account."""
        message = self.render_mail(template_prefix, email, {"email": email, "request": self.request, **context})
        user = User.objects.filter(email__iexact=email).first()
        mail.queue(
            key=f"account:{uuid.uuid4().hex}",
            about=audit.ref(user) if user else "user:0",
            to_address=email,
            to_name=str(user) if user else "",
            language=get_language() or "de",
            subject=message.subject,
            text=str(message.body),
            now=timezone.now(),
        )

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """allauth calls this for every change of a password or a second factor, whether or not a mail is wanted."""
        audit.record(user, template_prefix.rpartition("/")[2], user, now=timezone.now())
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        audit.record(user, "signed_in", user, now=timezone.now())
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            audit.record(request.user, "signed_out", request.user, now=timezone.now())
        super().logout(request)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """ "Signed in" and "signed out" are seen on the page anyway; after signing out no session shall begin anew."""
        if message_template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, message_template, *args, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password. An address nobody has is only counted in the log, without the address."""
        user = User.objects.filter(email__iexact=str(credentials.get("email", ""))).first()
        if user is None:
            logger.warning("sign-in failed for an unknown account")
        else:
            audit.record("public", "sign_in_failed", user, now=timezone.now())
