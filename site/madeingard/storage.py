"""How static files are named and kept in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = (
    r"""(?P<matched>import(?s:(?P<names>[\s\{].*?))\s*from\s*["'](?P<url>\./.*?)["']\s*;)""",
    """import%(names)s from "%(url)s";""",
)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed files; the modules that our own scripts import are hashed too."""

    # Only ours: some scripts of the wheels import files that they do not bring.
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", (IMPORT,)))
