"""What a label covers of a listing: it stays as approved until the secretariat clears a change."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.editing.covered import Cover
from directory.models import ListedPage, Product
from label import roles
from label.enums import Role
from label.models import Grant, GrantLine

# What the register and the criteria rest on: who, where, of which nature, how, from where.
FIELDS = frozenset(
    {
        *("title", "commune", "locality", "is_raw", "is_processed", "is_craft"),
        *("practices", "origin"),
    }
)
SAYS = _("Ce que couvre votre label reste tel quel jusqu’à ce que le secrétariat ait lu.")


def cover(page: ListedPage) -> Cover | None:
    """The cover of a listing that has a label in the register, suspended or not."""
    lines = list(
        GrantLine.objects.filter(
            grant__in=Grant.objects.in_register().filter(operator=page.pk), is_in_force=True
        ).select_related("line")
    )
    if not lines:
        return None
    named = {row.line_id for row in lines if row.line.products.exists()}
    families = {row.line.family_id for row in lines if row.line_id not in named}
    products = Product.objects.filter(
        Q(label_lines__in=named) | Q(family__in=families) | Q(family__parent__in=families)
    )
    return Cover(FIELDS, frozenset(products.values_list("pk", flat=True)), may_clear, SAYS)


def may_clear(user) -> bool:
    return Role.SECRETARIAT in roles.group_roles(user)
