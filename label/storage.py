"""Files of the label: never under /media/, streamed only after a permission check."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(FileSystemStorage):
    """A folder that no address serves (settings.PRIVATE_ROOT)."""

    def __init__(self):
        super().__init__(base_url=None)

    @property
    def base_url(self):
        """None, not the address of the public files, which Django would take instead."""
        return None

    @property
    def base_location(self):
        return settings.PRIVATE_ROOT

    @property
    def location(self):
        return str(settings.PRIVATE_ROOT)
