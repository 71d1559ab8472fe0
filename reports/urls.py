from django.urls import path

from reports.views import (
    administrator,
    autosave,
    document_settings,
    documents,
    earlier,
    hints,
    home,
    municipality,
    pasting,
    region,
    transitions,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("how-to/", home.how_to, name="how_to"),
    # The clerk
    path("reports/<int:pk>/", municipality.report_detail, name="report_detail"),
    path("reports/<int:pk>/check/", municipality.report_check, name="report_check"),
    path("reports/<int:pk>/no-events/", municipality.report_no_events, name="report_no_events"),
    path("reports/<int:pk>/receipt/", municipality.report_receipt, name="report_receipt"),
    path("reports/<int:pk>/paste/", pasting.report_paste, name="report_paste"),
    path("reports/<int:pk>/paste/keep/", pasting.report_paste_keep, name="report_paste_keep"),
    path("reports/<int:pk>/period/", municipality.period_answer, name="period_answer"),
    path("reports/<int:pk>/events/create/", municipality.event_create, name="event_create"),
    path(
        "reports/<int:pk>/events/autosave/", autosave.event_autosave_new, name="event_autosave_new"
    ),
    path("reports/<int:pk>/events/earlier/", earlier.event_choose, name="event_choose"),
    path("reports/<int:pk>/events/phrases/", hints.event_phrases, name="event_phrases"),
    path("reports/<int:pk>/events/hints/", hints.event_hints, name="event_hints"),
    path("events/<int:pk>/autosave/", autosave.event_autosave, name="event_autosave"),
    path("events/<int:pk>/presence/", autosave.event_presence, name="event_presence"),
    path("events/<int:pk>/update/", municipality.event_update, name="event_update"),
    path("events/<int:pk>/delete/", municipality.event_delete, name="event_delete"),
    path("events/<int:pk>/restore/", municipality.event_restore, name="event_restore"),
    path("events/<int:pk>/copy/", municipality.event_copy, name="event_copy"),
    path("events/<int:pk>/move/", municipality.event_move, name="event_move"),
    path("remarks/<int:pk>/fix/", municipality.remark_fix, name="remark_fix"),
    # Both sides: everything that changes the status of a report
    path(
        "reports/<int:pk>/<str:action>/perform/", transitions.report_perform, name="report_perform"
    ),
    # The region
    path("quarters/<slug:slug>/", region.quarter_board, name="quarter_board"),
    path("quarters/<slug:slug>/consolidated/", region.consolidated, name="consolidated"),
    path(
        "quarters/<slug:slug>/consolidated.<str:extension>",
        documents.consolidated_download,
        name="consolidated_download",
    ),
    path("reports/<int:pk>/review/", region.report_review, name="report_review"),
    path("reports/<int:pk>/remarks/create/", region.remarks_create, name="remarks_create"),
    path("remarks/<int:pk>/delete/", region.remark_delete, name="remark_delete"),
    # The administrator
    path("quarters/", administrator.quarter_list, name="quarter_list"),
    path("quarters/<slug:slug>/due-date/", administrator.quarter_due_date, name="quarter_due_date"),
    path("quarters/<slug:slug>/close/", administrator.quarter_close, name="quarter_close"),
    path("quarters/<slug:slug>/reopen/", administrator.quarter_reopen, name="quarter_reopen"),
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
