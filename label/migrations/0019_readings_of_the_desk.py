from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("label", "0018_what_is_read_of_a_charter"),
    ]

    operations = [
        migrations.AlterField(
            model_name="readaccess",
            name="what",
            field=models.CharField(
                choices=[
                    ("file", "dossier"),
                    ("evidence", "pièce"),
                    ("photo", "photo de visite"),
                    ("sheet", "sa propre feuille"),
                    ("opinion", "avis et décision"),
                    ("proof", "preuve d’une réserve"),
                    ("measure", "mesure examinée"),
                    ("grades", "notes révélées en séance"),
                    ("paper", "papier signé"),
                    ("reporter", "qui a signalé"),
                ],
                max_length=12,
                verbose_name="quoi",
            ),
        ),
    ]
