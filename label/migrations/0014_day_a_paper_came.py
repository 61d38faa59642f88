import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("label", "0013_corrections_shown_by_an_operator"),
    ]

    operations = [
        migrations.AddField(
            model_name="signedpaper",
            name="received_on",
            field=models.DateField(default=django.utils.timezone.now, verbose_name="arrivé le"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="signedpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("received_on__gte", models.F("sent_on"))),
                name="label_paper_received_once_sent",
                violation_error_message="Un papier arrive une fois envoyé.",
            ),
        ),
    ]
