"""The one Django app: one line of migrations for the whole record."""

from django.apps import AppConfig

from remit.records import lengths

lengths.listen()


class RecordsConfig(AppConfig):
    name = "remit.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Remit's record"
