"""Departments of a town, the accounts of those who work there, and who may do what where."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rathaus.protection.models import DataKey
from rathaus.towns import scope
from rathaus.towns.errors import NoTown
from rathaus.towns.fields import TownForeignKey, TownOneToOneField
from rathaus.towns.models import Municipality, TownManager, TownModel


class Department(TownModel):
    """A part of the administration that services and cases belong to."""

    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(
        _("E-Mail-Adresse"), blank=True, help_text=_("Hierhin gehen Hinweise auf neue Anträge und Rückfragen.")
    )

    class Meta(TownModel.Meta):
        ordering = ("name",)
        verbose_name = _("Fachbereich")
        verbose_name_plural = _("Fachbereiche")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "name"], name="people_department_name_once_per_town")
        ]

    def __str__(self) -> str:
        return self.name


class AccountManager(TownManager["Account"], BaseUserManager["Account"]):
    """Accounts of the town in scope, and the one place where an account is made."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """Make an account; without a password it cannot sign in until one is set by the link of the invitation."""
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


def _town_in_scope() -> UUID | None:
    """The default of an account's town. Django's own check makes an account outside any scope; saving one needs it."""
    try:
        return scope.current_id()
    except NoTown:
        return None


class AccountKind(models.TextChoices):
    """Behind which door an account belongs."""

    STAFF = "staff", _("Beschäftigte")
    CITIZEN = "citizen", _("Bürgerin, Bürger oder Unternehmen")


class Account(TownModel, AbstractBaseUser):
    """Somebody who works for one town and signs in with an e-mail address, a password and a second factor.

    The same person in two towns has two accounts: nothing of one town is known in the other, not even the address.
    A citizen's account (`kind`) opens nothing of the administration; its `email` is a keyed hash, see `citizens`.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", editable=False, default=_town_in_scope
    )
    email = models.EmailField(_("E-Mail-Adresse"))
    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(max_length=10, choices=AccountKind, default=AccountKind.STAFF, editable=False)
    is_active = models.BooleanField(_("aktiv"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta(TownModel.Meta):
        ordering = ("name", "email")
        verbose_name = _("Konto")
        verbose_name_plural = _("Konten")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "email"], name="people_account_email_once_per_town")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_citizen(self) -> bool:
        """Whether it belongs behind the citizens' door."""
        return self.kind == AccountKind.CITIZEN

    @property
    def layout(self) -> str:
        """The template that pages about the account itself extend."""
        return "web/base.html" if self.is_citizen else "web/staff.html"

    def get_full_name(self) -> str:
        """Return the name, as Django's and allauth's templates ask for it."""
        return self.name


class Citizen(TownModel):
    """What belongs to the account of somebody who applies: `sealed` holds the address and the data for prefilling.

    `trust_level` says how surely the house knows who it is (TR-03107-1: with a password or passkey ``normal``).
    """

    account = TownOneToOneField(Account, on_delete=models.CASCADE, related_name="citizen")
    data_key = TownOneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    trust_level = models.CharField(max_length=12, default="normal")

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "account"], name="people_citizen_of_account"),
            models.UniqueConstraint(fields=["municipality", "data_key"], name="people_citizen_data_key"),
        ]


class Organisation(TownModel):
    """A business or association that several accounts apply for; `sealed` holds its name and address."""

    data_key = TownOneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "data_key"], name="people_organisation_data_key"),
        ]


class Power(models.TextChoices):
    """What somebody may do for an organisation; each includes those before it."""

    PREPARE = "prepare", _("darf vorbereiten")
    SEND = "send", _("darf absenden")
    MANAGE = "manage", _("verwaltet")


class Delegate(TownModel):
    """An account that acts for an organisation, once it has accepted the invitation."""

    organisation = TownForeignKey(Organisation, on_delete=models.CASCADE, related_name="delegates")
    account = TownForeignKey(Account, on_delete=models.CASCADE, related_name="delegations")
    power = models.CharField(max_length=10, choices=Power)
    accepted_at = models.DateTimeField(null=True)

    class Meta(TownModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "account"], name="people_delegate_account")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "organisation", "account"], name="people_delegate_once"),
        ]

    @property
    def may_send(self) -> bool:
        """Whether it may send what was prepared."""
        return self.accepted_at is not None and self.power in {Power.SEND, Power.MANAGE}

    @property
    def manages(self) -> bool:
        """Whether it may invite others and change the organisation's data."""
        return self.accepted_at is not None and self.power == Power.MANAGE


class Role(models.TextChoices):
    """What somebody does in a department; each role stands alone, none contains another."""

    CLERK = "clerk", _("Sachbearbeitung")
    SERVICE_OWNER = "service_owner", _("Leistungsverantwortung")
    ADMINISTRATOR = "administrator", _("Administration")
    DIGITAL_OFFICER = "digital_officer", _("Digitalstrategie")


WHOLE_TOWN = frozenset({Role.ADMINISTRATOR, Role.DIGITAL_OFFICER})
"""Roles that are never held in a single department."""


class Membership(TownModel):
    """One role of one account, in one department or, without one, in the whole administration."""

    account = TownForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    department = TownForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta(TownModel.Meta):
        ordering = ("role", "department__name")
        indexes: ClassVar = [models.Index(fields=["municipality", "department"], name="people_membership_department")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "account", "role", "department"], name="people_membership_once"
            ),
            models.UniqueConstraint(
                fields=["municipality", "account", "role"],
                condition=Q(department=None),
                name="people_membership_whole_town_once",
            ),
        ]

    def __str__(self) -> str:
        if self.role in WHOLE_TOWN:
            return str(self.get_role_display())
        return f"{self.get_role_display()}: {self.department or _('alle Fachbereiche')}"


class FactorKey(TownModel):
    """The data key under which a town's second factors are sealed; one row per town."""

    data_key = TownForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality"], name="people_factor_key_once_per_town"),
            models.UniqueConstraint(fields=["municipality", "data_key"], name="people_factor_key_own"),
        ]


class CacheRow(models.Model):
    """The table of Django's database cache, where sign-in attempts are counted across processes."""

    town_free: ClassVar[str] = "counters of attempts under hashed keys, without any town's data"

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "rathaus_cache"
