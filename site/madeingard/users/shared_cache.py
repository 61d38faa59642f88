"""A cache in the memory of each process, except for what all processes must count together."""

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache

SHARED = "shared"  # the alias of settings.CACHES that is in the database
# What django-allauth counts: requests of one network, tries of one person, codes already used.
PREFIX = "allauth"


class Cache(LocMemCache):
    """Keys of PREFIX go to the shared cache, whose table holds nothing else."""

    def add(self, key, *args, **kwargs):
        return self._of(key).add(key, *args, **kwargs)

    def get(self, key, *args, **kwargs):
        return self._of(key).get(key, *args, **kwargs)

    def set(self, key, *args, **kwargs):
        return self._of(key).set(key, *args, **kwargs)

    def delete(self, key, *args, **kwargs):
        return self._of(key).delete(key, *args, **kwargs)

    def _of(self, key):
        return caches[SHARED] if key.startswith(PREFIX) else super()
