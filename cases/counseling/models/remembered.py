"""The table of Django's database cache, as a model: so a migration makes it and `purge` can empty it."""

from django.db import models
from django.utils import timezone


class RememberedQuerySet(models.QuerySet["Remembered"]):
    def expired(self) -> models.QuerySet["Remembered"]:
        return self.filter(expires__lt=timezone.now())


class Remembered(models.Model):
    """Something that is remembered for minutes: how often a sign-in was tried. See CACHES in the settings."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    objects = RememberedQuerySet.as_manager()

    class Meta:
        db_table = "remembered_for_minutes"
        verbose_name_plural = "things remembered for minutes"

    def __str__(self) -> str:
        return "something remembered for minutes"
