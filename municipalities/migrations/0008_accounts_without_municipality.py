from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0007_clerks_act")]

    operations = [
        migrations.RemoveField(model_name="user", name="municipality"),
    ]
