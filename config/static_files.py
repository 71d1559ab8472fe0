"""Static files in production: under names that change with their content, and compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Modules import one another by these names as well, so that no browser mixes old with new.

    Only our own: scripts of packages name files in their comments that nobody has, and Django has no
    public way to say so.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],  # noqa: SLF001
    )
