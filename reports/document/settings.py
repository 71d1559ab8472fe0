"""How the document looks from a quarter on: the form, tried before it is taken, and its options."""

from django.db import transaction
from django.utils import timezone

from municipalities.models import Role, User
from reports.export.docx.writer import form_for, write_docx
from reports.export.sample import sample_table
from reports.export.table import Options
from reports.language.quarters import Quarter as Calendar
from reports.models import DocumentForm, DocumentOptions
from reports.procedure.guards import Refused


def try_form(data: bytes, file_name: str, since: Calendar, *, user: User) -> DocumentForm:
    """Keep an uploaded file as ``user``'s trial, in place of an earlier one. FormError says what
    is wrong with it; then nothing has changed."""
    _check_administrator(user)
    for options in (Options(), Options(left_margin=30, typeface="PT Astra Serif")):
        write_docx(sample_table(since, options), form_for(data, options))
    with transaction.atomic():  # not before: compiling would hold the writers off
        DocumentForm.objects.on_trial(user).delete()
        return DocumentForm.objects.create(
            from_year=since.year,
            from_number=since.number,
            file_name=file_name[:200],
            data=data,
            uploaded_by=user,
        )


@transaction.atomic
def take_form(form: DocumentForm, *, user: User) -> DocumentForm:
    """From its quarter on, documents are printed in ``form``."""
    _check_administrator(user)
    trial = DocumentForm.objects.select_for_update().on_trial(user).filter(pk=form.pk).first()
    if trial is None:
        raise Refused(
            "Эта форма уже применена или заменена другой. Загрузите файл еще раз.",
            code="form_taken_already",
        )
    trial.taken_at = timezone.now()
    trial.save(update_fields=["taken_at"])
    return trial


@transaction.atomic
def discard_form(form: DocumentForm, *, user: User) -> None:
    """Delete a form that was tried and not taken. Raises ``Refused``."""
    _check_administrator(user)
    DocumentForm.objects.on_trial(user).filter(pk=form.pk).delete()


@transaction.atomic
def return_to_default_form(since: Calendar, *, user: User) -> DocumentForm:
    """Print in the default form from ``since`` on. Raises ``Refused``."""
    _check_administrator(user)
    return DocumentForm.objects.create(
        from_year=since.year,
        from_number=since.number,
        uploaded_by=user,
        taken_at=timezone.now(),
    )


class StaleOptionsError(Refused):
    """Somebody has changed the options since the page was opened. ``current`` holds now."""

    def __init__(self, current: DocumentOptions):
        super().__init__(
            f"Пока вы заполняли страницу, оформление изменил другой администратор: "
            f"{current.changed_by}. Сейчас задано: {'; '.join(current.summary) or 'ничего'}. "
            "Допишите нужное и сохраните снова: останется то, что в полях.",
            code="options_changed",
        )
        self.current = current


@transaction.atomic
def change_options(
    values: dict[str, object], since: Calendar, *, user: User, begun: int | None = None
) -> DocumentOptions:
    """Set every option anew from ``since`` on; earlier quarters keep what they had.

    ``begun`` is the key of the row that was on the screen, None when there was none. Raises
    ``StaleOptionsError`` when another one holds by now.
    """
    _check_administrator(user)
    list(User.objects.select_for_update().filter(role=Role.ADMIN).order_by("pk"))  # one at a time
    current = DocumentOptions.objects.in_force(since)
    if current is not None and current.pk != begun:
        raise StaleOptionsError(current)
    return DocumentOptions.objects.create(
        from_year=since.year, from_number=since.number, changed_by=user, **values
    )


def _check_administrator(user: User) -> None:
    if user.role != Role.ADMIN:
        raise Refused(
            "Оформление документа меняет администратор.", code="settings_by_administrator_only"
        )
