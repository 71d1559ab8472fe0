from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0008_accounts_without_municipality")]

    operations = [
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body_name",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="название органа"
                    ),
                ),
                (
                    "contacts",
                    models.JSONField(blank=True, default=list, verbose_name="кто поможет"),
                ),
                (
                    "announcement",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="объявление"
                    ),
                ),
                (
                    "announced_until",
                    models.DateField(blank=True, null=True, verbose_name="объявление видно по"),
                ),
            ],
            options={
                "verbose_name": "орган региона",
                "verbose_name_plural": "орган региона",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(id=1),
                        name="region_once",
                        violation_error_message="Сведения об органе региона хранятся одной строкой.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(announcement="", announced_until=None)
                        | (~models.Q(announcement="") & models.Q(announced_until__isnull=False)),
                        name="region_announcement_ends",
                        violation_error_message="Укажите, по какой день видно объявление.",
                    ),
                ],
            },
        ),
    ]
