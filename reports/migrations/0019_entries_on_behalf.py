
import django.db.models.deletion
import reports.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0018_why_an_extension_is_refused'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EntryOnBehalf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(choices=[('letter', 'Письмо'), ('phone', 'Телефонный звонок'), ('email', 'Электронное письмо')], max_length=10, verbose_name='основание')),
                ('number', reports.models.fields.CleanTextField(blank=True, default='', max_length=100, verbose_name='номер письма')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='дата письма')),
                ('sender', reports.models.fields.CleanTextField(blank=True, default='', max_length=200, verbose_name='кто сообщил')),
                ('received_on', models.DateField(verbose_name='день получения')),
                ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='начато')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='закончено')),
            ],
            options={
                'verbose_name': 'внесение за муниципальное образование',
                'verbose_name_plural': 'внесения за муниципальные образования',
                'ordering': ['started_at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='reportlog',
            name='report_log_action_known',
        ),
        migrations.RemoveConstraint(
            model_name='reportlog',
            name='report_log_has_reason',
        ),
        migrations.AlterField(
            model_name='reportlog',
            name='action',
            field=models.CharField(choices=[('submit', 'Сдать отчет'), ('submit_empty', 'Сдать нулевой отчет'), ('withdraw', 'Отозвать отчет'), ('start_review', 'Начать проверку'), ('release', 'Прекратить проверку'), ('return', 'Вернуть на доработку'), ('accept', 'Принять'), ('close', 'Закрыть без отчета'), ('reopen', 'Отменить закрытие'), ('hand_over', 'Передать мероприятия'), ('take_over', 'Взять переданные мероприятия'), ('enter', 'Внести за муниципальное образование'), ('leave', 'Прекратить внесение'), ('continue', 'Продолжить самому'), ('archive', 'Принять из архива')], max_length=20, verbose_name='действие'),
        ),
        migrations.AddField(
            model_name='entryonbehalf',
            name='officer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто вносит'),
        ),
        migrations.AddField(
            model_name='entryonbehalf',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='reports.report', verbose_name='отчет'),
        ),
        migrations.AddField(
            model_name='reportlog',
            name='on_behalf',
            field=models.ForeignKey(blank=True, help_text='Пусто, если муниципальное образование сделало это само.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='log', to='reports.entryonbehalf', verbose_name='по какому внесению'),
        ),
        migrations.AddConstraint(
            model_name='reportlog',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ['submit', 'submit_empty', 'withdraw', 'start_review', 'release', 'return', 'accept', 'close', 'reopen', 'hand_over', 'take_over', 'enter', 'leave', 'continue', 'archive'])), name='report_log_action_known', violation_error_message='Неизвестное действие.'),
        ),
        migrations.AddConstraint(
            model_name='reportlog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ('return', 'close', 'hand_over', 'take_over', 'enter')), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='report_log_has_reason', violation_error_message='Напишите, почему отчет возвращен, закрыт или передан, на каком основании его вносит регион.'),
        ),
        migrations.AddConstraint(
            model_name='entryonbehalf',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('report',), name='entry_on_behalf_one_going_on', violation_error_message='Этот отчет уже вносит сотрудник региона.'),
        ),
        migrations.AddConstraint(
            model_name='entryonbehalf',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dated_on__isnull', False), ('ground', 'letter'), ('sender', ''), models.Q(('number', ''), _negated=True)), models.Q(('dated_on', None), ('ground__in', ['phone', 'email']), ('number', ''), models.Q(('sender', ''), _negated=True)), _connector='OR'), name='entry_on_behalf_ground_told', violation_error_message='Назовите основание: у письма — номер и дату, у звонка и электронного письма — от кого.'),
        ),
        migrations.AddConstraint(
            model_name='entryonbehalf',
            constraint=models.CheckConstraint(condition=models.Q(('dated_on', None), ('dated_on__lte', models.F('received_on')), _connector='OR'), name='entry_on_behalf_received_after_written', violation_error_message='Письмо не может прийти раньше, чем написано.'),
        ),
        migrations.AddConstraint(
            model_name='entryonbehalf',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='entry_on_behalf_ended_after_started', violation_error_message='Внесение не может закончиться раньше, чем начато.'),
        ),
    ]
