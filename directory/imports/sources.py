"""The source of an import: a known one, or a new one with all that its licence asks."""

from django.utils.translation import gettext as _

from directory.imports.errors import FileError
from directory.models import Source


def source_for(
    slug: str, *, name: str = "", licence: str = "", attribution: str = "", url: str = "", save=True
) -> Source:
    """The source of that slug; if there is none, a new one, saved or not.

    Raises FileError if a new source lacks a licence or an attribution, ValidationError if a value
    is not valid.
    """
    known = Source.objects.filter(slug=slug).first()
    if known:
        return known
    if not licence or not attribution:
        raise FileError(
            _(
                "La source « %s » n’existe pas encore : donnez sa licence et son attribution "
                "(--licence, --attribution)."
            )
            % slug
        )
    source = Source(slug=slug, name=name or slug, licence=licence, attribution=attribution, url=url)
    source.full_clean()
    if save:
        source.save()
    return source
