
import django.db.models.deletion
import reports.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0014_dismissed_findings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExtensionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(verbose_name='просят срок до')),
                ('reason', reports.models.fields.CleanTextField(max_length=500, verbose_name='почему просят')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='когда просят')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='когда решено')),
                ('is_granted', models.BooleanField(default=False, verbose_name='срок продлен')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто просит')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extension_requests', to='reports.report', verbose_name='отчет')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто решил')),
            ],
            options={
                'verbose_name': 'просьба продлить срок',
                'verbose_name_plural': 'просьбы продлить срок',
                'ordering': ['asked_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('report',), name='extension_request_one_open', violation_error_message='Просьба продлить срок уже отправлена.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extension_request_has_reason', violation_error_message='Напишите, почему нужно больше времени.'), models.CheckConstraint(condition=models.Q(models.Q(('is_granted', False), ('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='extension_request_settled_by_somebody', violation_error_message='У решения о сроке указано, кто и когда решил.')],
            },
        ),
    ]
