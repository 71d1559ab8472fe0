
import django.db.models.deletion
import reports.models.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0019_entries_on_behalf'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalKeptFile',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('title', reports.models.fields.CleanTextField(max_length=200, verbose_name='что это')),
                ('kind', models.CharField(blank=True, default='', max_length=10, verbose_name='вид')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='размер, байт')),
                ('sha256', models.CharField(blank=True, default='', max_length=64, verbose_name='SHA-256')),
                ('link', models.CharField(blank=True, default='', max_length=500, verbose_name='ссылка')),
                ('added_at', models.DateTimeField(blank=True, editable=False, verbose_name='когда приложено')),
                ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='когда удалено')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('added_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто приложил')),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто удалил')),
                ('entry', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.entryonbehalf', verbose_name='основание внесения')),
                ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.event', verbose_name='мероприятие')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.report', verbose_name='отчет')),
            ],
            options={
                'verbose_name': 'прежнее состояние приложения',
                'verbose_name_plural': 'прежние состояния приложений',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='KeptFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', reports.models.fields.CleanTextField(max_length=200, verbose_name='что это')),
                ('kind', models.CharField(blank=True, default='', max_length=10, verbose_name='вид')),
                ('data', models.BinaryField(default=b'', verbose_name='содержимое')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='размер, байт')),
                ('sha256', models.CharField(blank=True, default='', max_length=64, verbose_name='SHA-256')),
                ('link', models.CharField(blank=True, default='', max_length=500, verbose_name='ссылка')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='когда приложено')),
                ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='когда удалено')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто приложил')),
                ('deleted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто удалил')),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.entryonbehalf', verbose_name='основание внесения')),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.event', verbose_name='мероприятие')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.report', verbose_name='отчет')),
            ],
            options={
                'verbose_name': 'приложение к отчету',
                'verbose_name_plural': 'приложения к отчетам',
                'ordering': ['added_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('pdf', 'docx', 'xlsx', 'odt', 'ods', 'jpg', 'png', 'zip', 'eml')), ('link', ''), ('size__gt', 0), models.Q(('sha256', ''), _negated=True)), models.Q(('kind', ''), ('link__startswith', 'https://'), ('sha256', ''), ('size', 0)), _connector='OR'), name='kept_file_or_link', violation_error_message='Приложение — это файл известного вида или защищенная ссылка.'), models.CheckConstraint(condition=models.Q(('size__lte', 10485760)), name='kept_file_not_too_large', violation_error_message='Файл больше 10 МБ.'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='kept_file_has_title', violation_error_message='Напишите, что приложено.'), models.CheckConstraint(condition=models.Q(models.Q(('deleted_at', None), ('deleted_by', None)), models.Q(('deleted_at__isnull', False), ('deleted_by__isnull', False)), _connector='OR'), name='kept_file_deleted_by_somebody', violation_error_message='У удаленного приложения указано, кто и когда его удалил.')],
            },
        ),
    ]
