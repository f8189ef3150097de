"""What people fill in to sign in or to change their password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from remit.web.forms import Form

WRONG = "Enter the user name and password of your account. Check that Caps Lock is off."


class SignIn(Form, AuthenticationForm):
    """User name and password. Says the same whichever of the two is wrong."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    username = forms.CharField(
        label="User name", max_length=150, widget=forms.TextInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label="Password", strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )

    def confirm_login_allowed(self, user: Any) -> None:
        """Service accounts load returns by command; they are told the same as a wrong password."""
        super().confirm_login_allowed(user)
        if user.is_service_account:
            raise ValidationError(WRONG, code="invalid_login")


class ChangePassword(Form, PasswordChangeForm):
    """The password one has, and the new one twice."""

    error_messages = {
        "password_incorrect": "The password you have now is not the one you entered",
        "password_mismatch": "The new password is not the same in both boxes",
    }

    old_password = forms.CharField(
        label="Your password now",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new_password1 = forms.CharField(
        label="New password",
        strip=False,
        help_text="At least 12 characters. Three random words are easy to remember and hard to guess.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label="New password again", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    field_order = ["old_password", "new_password1", "new_password2"]

    def clean_new_password1(self) -> str:
        """What is wrong with a new password stands beside its first box."""
        password: str = self.cleaned_data["new_password1"]
        validate_password(password, self.user)
        return password

    def save(self, commit: bool = True) -> Any:
        """A password of one's own ends the duty to choose one."""
        self.user.must_change_password = False
        return super().save(commit)
