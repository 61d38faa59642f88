import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("label", "0016_rank_that_could_not_be_called"),
    ]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="called_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="called_seats",
                to="label.panelreview",
                verbose_name="appelé pour une mesure",
            ),
        ),
    ]
