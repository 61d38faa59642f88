"""How static files are named and kept in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed files; the modules that a script imports are hashed too."""

    support_js_module_import_aggregation = True
