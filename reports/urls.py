from django.urls import path

from reports.views import home, transitions
from reports.views.administrator import document_settings, quarters, region
from reports.views.clerk import answers, autosave, earlier, event, findings, pasting, report
from reports.views.region import (
    board,
    closing,
    consolidated,
    corrections,
    documents,
    duplicates,
    issues,
    queue,
    review,
    rows,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("how-to/", home.how_to, name="how_to"),
    # The clerk
    path("reports/<int:pk>/", report.report_detail, name="report_detail"),
    path("reports/<int:pk>/check/", report.report_check, name="report_check"),
    path("reports/<int:pk>/no-events/", report.report_no_events, name="report_no_events"),
    path("reports/<int:pk>/receipt/", report.report_receipt, name="report_receipt"),
    path("reports/<int:pk>/withdraw/", report.report_withdraw, name="report_withdraw"),
    path("reports/<int:pk>/paste/", pasting.report_paste, name="report_paste"),
    path("reports/<int:pk>/paste/keep/", pasting.report_paste_keep, name="report_paste_keep"),
    path("reports/<int:pk>/period/", event.period_answer, name="period_answer"),
    path("reports/<int:pk>/events/create/", event.event_create, name="event_create"),
    path(
        "reports/<int:pk>/events/autosave/", autosave.event_autosave_new, name="event_autosave_new"
    ),
    path("reports/<int:pk>/events/earlier/", earlier.event_choose, name="event_choose"),
    path("reports/<int:pk>/events/phrases/", findings.event_completions, name="event_completions"),
    path("reports/<int:pk>/events/hints/", findings.event_findings, name="event_findings"),
    path("events/<int:pk>/autosave/", autosave.event_autosave, name="event_autosave"),
    path("events/<int:pk>/presence/", autosave.event_presence, name="event_presence"),
    path("events/<int:pk>/update/", event.event_update, name="event_update"),
    path("events/<int:pk>/delete/", event.event_delete, name="event_delete"),
    path("events/<int:pk>/restore/", event.event_restore, name="event_restore"),
    path("events/<int:pk>/copy/", event.event_copy, name="event_copy"),
    path("events/<int:pk>/move/", event.event_move, name="event_move"),
    path("remarks/<int:pk>/fix/", answers.remark_fix, name="remark_fix"),
    path("remarks/<int:pk>/answer/", answers.remark_answer, name="remark_answer"),
    path("corrections/<int:pk>/ask/", answers.correction_ask, name="correction_ask"),
    # Both sides: everything that changes the status of a report
    path(
        "reports/<int:pk>/<str:action>/perform/", transitions.report_perform, name="report_perform"
    ),
    # The region
    path("quarters/<slug:slug>/", board.quarter_board, name="quarter_board"),
    path("quarters/<slug:slug>/calls/", board.quarter_calls, name="quarter_calls"),
    path("quarters/<slug:slug>/board.xlsx", board.board_download, name="board_download"),
    path("reports/<int:pk>/extension/", board.report_extension, name="report_extension"),
    path("quarters/<slug:slug>/consolidated/", consolidated.consolidated, name="consolidated"),
    path(
        "quarters/<slug:slug>/consolidated/rows/",
        rows.consolidated_rows,
        name="consolidated_rows",
    ),
    path(
        "quarters/<slug:slug>/consolidated/issue/",
        issues.consolidated_issue,
        name="consolidated_issue",
    ),
    path(
        "quarters/<slug:slug>/consolidated.<str:extension>",
        documents.consolidated_download,
        name="consolidated_download",
    ),
    path("issues/<int:pk>/", issues.consolidation_detail, name="consolidation_detail"),
    path("issues/<int:pk>/cancel/", issues.consolidation_cancel, name="consolidation_cancel"),
    path(
        "issues/<int:pk>/<str:extension>/",
        issues.consolidation_download,
        name="consolidation_download",
    ),
    path("quarters/<slug:slug>/sameness/", duplicates.duplicates_board, name="duplicates"),
    path("events/<int:pk>/decide/", duplicates.event_decide, name="event_decide"),
    path("events/<int:pk>/separate/", duplicates.event_separate, name="event_separate"),
    path("events/<int:pk>/wording/", duplicates.event_wording, name="event_wording"),
    path("events/<int:pk>/arrange/", rows.event_arrange, name="event_arrange"),
    path("events/<int:pk>/leave-out/", rows.event_leave_out, name="event_leave_out"),
    path("events/<int:pk>/put-back/", rows.event_put_back, name="event_put_back"),
    path("reports/<int:pk>/close/", closing.report_close, name="report_close"),
    path("reports/<int:pk>/hand-over/", closing.report_hand_over, name="report_hand_over"),
    path("reports/<int:pk>/review/", review.report_review, name="report_review"),
    path("reports/<int:pk>/remarks/create/", review.remarks_create, name="remarks_create"),
    path("remarks/<int:pk>/delete/", review.remark_delete, name="remark_delete"),
    path("remarks/<int:pk>/close/", review.remark_close, name="remark_close"),
    path("remarks/<int:pk>/reopen/", review.remark_reopen, name="remark_reopen"),
    path("events/<int:pk>/correct/", corrections.event_correct, name="event_correct"),
    path("corrections/<int:pk>/settle/", corrections.correction_settle, name="correction_settle"),
    path("review/", queue.review_queue, name="review_queue"),
    path("review/accept/", queue.review_accept, name="review_accept"),
    # The administrator
    path("quarters/", quarters.quarter_list, name="quarter_list"),
    path("quarters/<slug:slug>/due-date/", quarters.quarter_due_date, name="quarter_due_date"),
    path("quarters/<slug:slug>/close/", quarters.quarter_close, name="quarter_close"),
    path("quarters/<slug:slug>/delete/", quarters.quarter_delete, name="quarter_delete"),
    path("quarters/<slug:slug>/reopen/", quarters.quarter_reopen, name="quarter_reopen"),
    path("region/", region.region_settings, name="region_settings"),
    path("document/", document_settings.document_settings, name="document_settings"),
    path("document/options/", document_settings.document_options, name="document_options"),
    path("document/form/default/", document_settings.form_default, name="form_default"),
    path(
        "document/form/default/download/",
        document_settings.form_default_download,
        name="form_default_download",
    ),
    path("document/form/<int:pk>/download/", document_settings.form_download, name="form_download"),
    path("document/form/<int:pk>/", document_settings.form_trial, name="form_trial"),
    path("document/form/<int:pk>/sample/", document_settings.form_sample, name="form_sample"),
    path("document/form/<int:pk>/take/", document_settings.form_take, name="form_take"),
    path("document/form/<int:pk>/discard/", document_settings.form_discard, name="form_discard"),
]
