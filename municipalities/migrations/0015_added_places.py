import django_countries.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0014_accounts_named"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddedPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="название")),
                ("country", django_countries.fields.CountryField(max_length=2, verbose_name="страна")),
            ],
            options={
                "verbose_name": "добавленное место",
                "verbose_name_plural": "добавленные места",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("name",), name="added_place_once", violation_error_message="Это место уже есть в списке."),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("country", ""), _negated=True)),
                        name="added_place_named",
                        violation_error_message="Укажите название и страну.",
                    ),
                ],
            },
        ),
    ]
