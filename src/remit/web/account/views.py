"""The pages for signing in and out, and for one's own password."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy

from remit.casework.signing import note_failed_sign_in
from remit.web.account.forms import ChangePassword, SignIn


class SignInPage(LoginView):
    """Sign in with user name and password."""

    form_class = SignIn
    template_name = "account/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(demo=settings.DEMO, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """A name and a password that did not do are put on record."""
        if form.cleaned_data.get("username") and form.cleaned_data.get("password"):
            locked = getattr(self.request, "axes_locked_out", False)
            now: datetime = self.request.now  # type: ignore[attr-defined]
            note_failed_sign_in(username=form.cleaned_data["username"], locked=locked, now=now)
        return super().form_invalid(form)

    def get_success_url(self) -> str:
        """First to the choice of a password, for those whose password an administrator chose."""
        if self.request.user.is_authenticated and getattr(self.request.user, "must_change_password", False):
            return reverse("change_password")
        return super().get_success_url()


class SignOut(LogoutView):
    """Sign out, by a button: a link could be followed by a browser looking ahead."""

    http_method_names = ["post"]


class ChangePasswordPage(PasswordChangeView):
    """Choose a new password."""

    form_class = ChangePassword
    template_name = "account/change_password.html"
    success_url = reverse_lazy(settings.LOGIN_REDIRECT_URL)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Your password has been changed.")
        return super().form_valid(form)
