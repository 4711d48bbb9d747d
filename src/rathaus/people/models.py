"""Accounts of the people who work with the house."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from rathaus.towns.models import Municipality


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the password is hashed here and nowhere else."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """A new account that signs in with its e-mail address."""
        if not email:
            raise ValueError("Ein Konto braucht eine E-Mail-Adresse.")
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """An operator's account."""
        return self.create_user(email, password, is_superuser=True, **fields)


class Account(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Only operators belong to no town."""

    town_free: ClassVar[str] = "signing in comes before the town is known to be right; operators have none"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("E-Mail-Adresse", unique=True)
    name = models.CharField("Name", max_length=200, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField("aktiv", default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "Konto"
        verbose_name_plural = "Konten"

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name
