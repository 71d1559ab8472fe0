
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0015_extension_requests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NotHeldAgain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='когда')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reports.event', verbose_name='прежнее мероприятие')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='not_held_again', to='reports.report', verbose_name='отчет')),
            ],
            options={
                'verbose_name': 'ответ «не было»',
                'verbose_name_plural': 'ответы «не было»',
                'constraints': [models.UniqueConstraint(fields=('report', 'event'), name='not_held_again_once', violation_error_message='Об этом мероприятии уже сказано, что его не было.')],
            },
        ),
    ]
