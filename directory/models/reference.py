from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceModel(models.Model):
    """A row of a reference table that the team may correct.

    `loaded` keeps the values that `load_reference` wrote last: a field whose value differs from it
    was changed by a person, and no later load touches it.
    """

    loaded = models.JSONField(default=dict, blank=True, editable=False)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True, db_index=True)

    class Meta:
        abstract = True
