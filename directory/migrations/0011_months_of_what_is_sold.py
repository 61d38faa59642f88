import django.db.models.deletion
from django.db import migrations, models

import directory.months


class Migration(migrations.Migration):
    """The table that joined listings and products gets a model, then a column of months."""

    dependencies = [("directory", "0010_kinds_of_a_product")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ListingProduct",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "listing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to="directory.listing",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to="directory.product",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "directory_listing_products",
                        "unique_together": {("listing", "product")},
                    },
                ),
                migrations.AlterField(
                    model_name="listing",
                    name="products",
                    field=models.ManyToManyField(
                        related_name="listings",
                        through="directory.ListingProduct",
                        to="directory.product",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="listingproduct",
            name="months",
            field=directory.months.MonthsField(blank=True, db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="listing",
            name="season_months",
            field=directory.months.MonthsField(blank=True, default=0),
        ),
    ]
