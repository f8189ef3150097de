from django.db import migrations, models
from django.db.models import F


def tell_of_the_old(apps, schema_editor):
    """What was raised or taken before counts as told: nobody is to hear of it anew."""
    for model, since in (("Duty", "raised_at"), ("DutyStep", "taken_at")):
        apps.get_model("records", model).objects.update(told_at=F(since))


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0020_workbooks"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="unwanted",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="duty",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dutystep",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(tell_of_the_old, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="dutystep",
            index=models.Index(
                condition=models.Q(("told_at__isnull", True)), fields=["id"], name="steps_not_told"
            ),
        ),
    ]
