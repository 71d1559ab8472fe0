"""A file that is kept, for whoever may see its report."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from config.postgresql.deadline import makes_a_file
from municipalities.log import log_line
from reports.office.kept_kinds import KEPT_KINDS
from reports.views.access import SignedInRequest, kept_in_sight
from reports.views.attachment import given_back


@require_GET
@makes_a_file
def file_download(request: SignedInRequest, pk: int) -> HttpResponse:
    kept = kept_in_sight(request, pk)
    if kept.link:
        raise Http404
    log_line("kept_file", outcome="given", report=kept.report_id, kept=pk, user=request.user.pk)
    return given_back(bytes(kept.data), kept.file_name, KEPT_KINDS[kept.kind])
