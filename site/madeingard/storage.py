"""How static files are named and kept in production."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = (
    r"""(?P<matched>import(?s:(?P<names>[\s\{].*?))\s*from\s*["'](?P<url>\./.*?)["']\s*;)""",
    """import%(names)s from "%(url)s";""",
)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed files; the modules that our own scripts import are hashed too."""

    # Only ours: some scripts of the wheels import files that they do not bring.
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", (IMPORT,)))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Names are read once at start: a page asks for those of its icons dozens of times.
        self.address_of = cache(super().url)

    def url(self, name, force=False):
        return self.address_of(name, force)
