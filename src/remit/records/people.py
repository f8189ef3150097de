"""Who works here: accounts, the units they work in, and the posts they hold."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from remit.records.periods import KNOWN_NOW, Period, ends_after_it_began, ref_field
from remit.rules.viewers import Post


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> Staff:
        return self.get(username=username)


class Staff(AbstractBaseUser):
    """A person (or service account) who uses Remit. An administrator makes it; nobody signs up."""

    ref = ref_field()
    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=150)
    name_folded = models.CharField(max_length=150, db_index=True)
    email = models.EmailField(blank=True)
    job_title = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    leaves_on = models.DateField(null=True, blank=True)
    """The first day the account is out of use; None while nobody has said."""
    is_service_account = models.BooleanField(default=False)
    """A service account loads returns by command and can never sign in to the pages."""
    must_change_password = models.BooleanField(default=False)

    objects = StaffManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("name_folded", "id")

    def __str__(self) -> str:
        return self.username

    def has_left(self, day: date) -> bool:
        """Whether they do not work here any more on that day."""
        return not self.is_active or (self.leaves_on is not None and self.leaves_on <= day)


class UnitManager(models.Manager["Unit"]):
    """The units there are: without those that came with a file which was undone."""

    def get_queryset(self) -> models.QuerySet[Unit]:
        return super().get_queryset().filter(taken_back_at__isnull=True)


class Unit(models.Model):
    """A team, the service it belongs to, or the area of a head of service."""

    class Kind(models.TextChoices):
        AREA = "area", "area"
        SERVICE = "service", "service"
        TEAM = "team", "team"

    ref = ref_field()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    name_folded = models.CharField(max_length=120, db_index=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    """When the file that made it was undone and nobody else was using it: it is kept for what was once so in it."""

    objects = UnitManager()

    class Meta:
        ordering = ("name_folded", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"], condition=Q(taken_back_at__isnull=True), name="one_unit_of_a_name"
            )
        ]


class TeamMembership(Period):
    """Somebody works in a team for a time."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [
            ends_after_it_began("membership"),
            models.UniqueConstraint(
                fields=["staff", "team", "since"], condition=KNOWN_NOW, name="one_known_membership_a_day"
            ),
        ]


class PostHolding(Period):
    """Somebody holds a post for a time: manager of a unit, brokerage, administrator and the like."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="posts")
    post = models.CharField(max_length=30, choices=[(post.value, post.value) for post in Post])
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")

    class Meta:
        constraints = [
            ends_after_it_began("post"),
            models.UniqueConstraint(
                fields=["staff", "post", "unit", "since"],
                condition=KNOWN_NOW & Q(unit__isnull=False),
                name="one_known_unit_post_a_day",
            ),
            models.UniqueConstraint(
                fields=["staff", "post", "since"],
                condition=KNOWN_NOW & Q(unit__isnull=True),
                name="one_known_post_a_day",
            ),
        ]
