"""Who said of a mail that was set aside that it is dealt with, and when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0033_minutes_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="camein",
            name="dealt_with_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="camein",
            name="dealt_with_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mails_dealt_with",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
