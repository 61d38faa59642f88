from django.db import migrations, models


def keep_what_is_published(apps, schema_editor):
    """What the public reads today has been read: it stays."""
    charters = apps.get_model("label", "CharterSignature")
    charters.objects.filter(state__in=("listed", "checked", "reminded")).update(
        read_share=models.F("local_share"), read_declaration=models.F("declaration")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("label", "0017_jurors_called_about_a_measure"),
    ]

    operations = [
        migrations.AddField(
            model_name="chartersignature",
            name="read_declaration",
            field=models.TextField(
                blank=True, max_length=4000, verbose_name="déclaration relue, publiée"
            ),
        ),
        migrations.AddField(
            model_name="chartersignature",
            name="read_share",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="part relue, publiée (%)"
            ),
        ),
        migrations.RunPython(keep_what_is_published, migrations.RunPython.noop),
    ]
