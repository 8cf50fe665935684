"""Housing counseling agencies, their staff, and the invitations by which people become staff."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.crypto import seal, unseal

INVITED_FOR = timedelta(days=7)
# 24 CFR 214.315(b): the file of a client is kept 3 years from the day counseling was terminated; under a HUD grant,
# 3 years from the day HUD paid the grant's final invoice, for which a client's file can be held.
HUD_MONTHS = 36
MOST_MONTHS = 240


class Agency(models.Model):
    """One housing counseling agency: a world of its own, of which no other agency's staff learns anything."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name of the agency"), max_length=120)
    address = models.TextField(_("Address on papers"), max_length=400, blank=True)
    phone = models.CharField(_("Telephone on papers"), max_length=40, blank=True)
    logo = models.BinaryField(default=bytes, blank=True)  # a PNG of our own making, sealed like every binary field
    retention_months = models.PositiveSmallIntegerField(
        _("Months that a closed client's file is kept"),
        default=HUD_MONTHS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
    )
    shared_caseload = models.BooleanField(_("Counselors see one another's clients"), default=False)
    settings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name

    @property
    def logo_png(self) -> bytes:
        """The logo as a PNG; empty where there is none."""
        return unseal(bytes(self.logo)) if self.logo else b""

    @logo_png.setter
    def logo_png(self, png: bytes) -> None:
        self.logo = seal(png) if png else b""


class Role(models.TextChoices):
    """What a member of the staff may do; each may do all that stands above it."""

    COUNSELOR = "counselor", _("Counselor")
    SUPERVISOR = "supervisor", _("Supervisor")
    MANAGER = "manager", _("Manager")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def for_member(self, member: Membership) -> Self:
        """The staff of this member's agency."""
        return self.filter(agency=member.agency_id)

    def active(self) -> Self:
        return self.filter(active=True)


class Membership(models.Model):
    """A person's place in an agency. It stays when the person leaves: notes and history name who wrote them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="staff")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.COUNSELOR)
    active = models.BooleanField(default=True)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            # Whoever works for two agencies has two addresses: so no page ever has to ask "for which one?".
            models.UniqueConstraint(fields=["user"], condition=models.Q(active=True), name="one_agency_at_a_time"),
            models.UniqueConstraint(fields=["user", "agency"], name="one_place_in_an_agency"),
        ]
        ordering = ["-active", "user__name"]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def supervises(self) -> bool:
        """Sees every client of the agency, and hands clients over."""
        return self.role in (Role.SUPERVISOR, Role.MANAGER)

    @property
    def manages(self) -> bool:
        """Decides on staff and on the agency's settings."""
        return self.role == Role.MANAGER


def invitation_ends() -> Any:
    return timezone.now() + INVITED_FOR


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_member(self, member: Membership) -> Self:
        return self.filter(agency=member.agency_id)

    def open(self) -> Self:
        """Those that can still be used."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())

    def by_token(self, token: str) -> Invitation | None:
        """The open invitation that a link's secret part opens."""
        return self.open().select_related("agency").filter(token_mark=token_mark(token)).first()


def token_mark(token: str) -> str:
    """What is kept of the secret part of a link: 256 random bits cannot be found from their hash."""
    return hashlib.sha256(f"shortfall invitation {token}".encode()).hexdigest()


class Invitation(models.Model):
    """A place on the staff that is offered to an email address: opened once, by a link, within a week."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.COUNSELOR)
    sealed_email = models.BinaryField()
    token_mark = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=invitation_ends)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return "an invitation"

    @property
    def email(self) -> str:
        return unseal(bytes(self.sealed_email)).decode()
