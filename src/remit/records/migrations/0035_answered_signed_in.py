"""An invitation is answered signed in, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0034_minutes_agreed"),
        ("records", "0036_mail_dealt_with"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitationanswer",
            name="how",
            field=models.CharField(
                choices=[
                    ("link", "by the link in the message"),
                    ("page", "signed in"),
                    ("mail", "by mail"),
                ],
                max_length=10,
            ),
        ),
    ]
