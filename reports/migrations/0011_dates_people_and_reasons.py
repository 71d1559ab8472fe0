from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('municipalities', '0008_accounts_without_municipality'),
        ('reports', '0010_reasons_of_returns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='correction',
            name='correction_settled_after_asked',
        ),
        migrations.RemoveConstraint(
            model_name='remark',
            name='remark_fixed_after_sent',
        ),
        migrations.RemoveConstraint(
            model_name='remark',
            name='remark_closed_after_sent',
        ),
        migrations.AddConstraint(
            model_name='consolidation',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled_at', None), ('cancelled_at__gte', models.F('issued_at')), _connector='OR'), name='consolidation_cancelled_after_issued', violation_error_message='Отменить выпуск можно не раньше, чем он сделан.'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('settled_at', None), models.Q(('asked_at__isnull', False), ('settled_at__gte', models.F('asked_at'))), _connector='OR'), name='correction_settled_after_asked', violation_error_message='Решают только о том, что просили отменить.'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked_at', None), ('asked_by', None)), models.Q(('asked_at__isnull', False), ('asked_by__isnull', False)), _connector='OR'), name='correction_asked_by_somebody', violation_error_message='У просьбы отменить правку указано, кто и когда просит.'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='correction_settled_by_somebody', violation_error_message='У решения о правке указано, кто и когда решил.'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('fixed_at', None), models.Q(('fixed_at__gte', models.F('sent_at')), ('sent_at__isnull', False)), _connector='OR'), name='remark_fixed_after_sent', violation_error_message='Исправить можно только отправленное замечание.'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), models.Q(('closed_at__gte', models.F('sent_at')), ('sent_at__isnull', False)), _connector='OR'), name='remark_closed_after_sent', violation_error_message='Закрыть можно только отправленное замечание.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('first_submitted_at', None), ('submitted_at', None), ('submitted_at__gte', models.F('first_submitted_at')), _connector='OR'), name='report_submitted_after_first', violation_error_message='Отчет не может быть сдан раньше, чем сдан впервые.'),
        ),
        migrations.AddConstraint(
            model_name='reportlog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ('return', 'close', 'hand_over', 'take_over')), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='report_log_has_reason', violation_error_message='Напишите, почему отчет возвращен, закрыт или передан.'),
        ),
        migrations.AddConstraint(
            model_name='reportlog',
            constraint=models.CheckConstraint(condition=models.Q(('action', 'archive'), ('user__isnull', False), _connector='OR'), name='report_log_has_person', violation_error_message='Без человека отчет бывает только загружен из архива.'),
        ),
    ]
