"""What a listing sells: its list, a product added by name or for this week, each by itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory import editing, months, proofs, suggestions
from directory.models import Product
from directory.space.access import get_managed_page
from directory.space.parts import PartView, part_url
from directory.space.product_forms import (
    ProductForm,
    ProductsForm,
    keyed,
    model_of,
    relation_of,
)
from directory.space.screen import show

MOST_FOUND = 12
LONGEST = 60
ASIDE = "proof-aside"  # the token of a proof sent with an earlier try


class ProductsView(PartView):
    part, form_class, template = "offers", ProductsForm, "espace/products.html"


class ProductView(PartView):
    """One product of the list; nothing more if somebody removed it meanwhile."""

    part, form_class, template = "offers", ProductForm, "espace/product.html"

    def get_form(self, data=None, files=None):
        key = self.kwargs["key"]
        if key not in keyed(self.working):
            raise Http404
        token = data.get(ASIDE, "") if data else ""
        aside = proofs.found_aside(token, by=self.request.user) if token else None
        return ProductForm(data, files, page=self.working, key=key, aside=aside)

    def save(self, form, **options):
        if form.file is not None:
            form.document = self._keep(form)
        elif form.aside is not None:
            form.document = proofs.take_back(form.aside)
        try:
            return super().save(form, **options)
        except (editing.Conflict, editing.Held, ValidationError):
            if form.document is not None:
                form.aside = proofs.set_aside(form.document)
            raise

    def _keep(self, form):
        """A new file takes the place of the one left aside."""
        if form.aside is not None:
            form.aside.delete()
            form.aside = None
        title = f"{self.page.title} – {form.row.product}"
        return proofs.keep(form.file, title, by=self.request.user)

    def get_next(self, saved) -> str:
        return part_url(self.page, "offers")

    def render(self, form, **context) -> HttpResponse:
        boxes = zip(form["months"], months.INITIALS, strict=True)
        if form.file is not None and form.document is None:  # another field was refused
            form.aside = proofs.set_aside(self._keep(form))
        aside = proofs.token(form.aside) if form.aside else ""
        if "typed" in context:
            typed = [pair for pair in context["typed"] if pair[0] != ASIDE]
            context["typed"] = [*typed, (ASIDE, aside)] if aside else typed
        return super().render(form, row=form.row, boxes=boxes, aside=aside, **context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_product(request: HttpRequest, pk: int) -> HttpResponse:
    """Find a product by its name, or one of the season, and add it with one tap."""
    page = get_managed_page(request.user, pk)
    this_month = timezone.localdate().month
    if request.method == "POST":
        slug, is_now = request.POST.get("produit", ""), "maintenant" in request.POST
        product = Product.objects.filter(slug=slug).first()
        if product is None:
            messages.error(request, _("Ce produit n’est pas dans notre liste."))
        elif _add(request, page, product, month=this_month if is_now else None):
            return redirect("directory:espace_offers", page.pk)
        return redirect("directory:espace_product_add", page.pk)
    typed = " ".join(request.GET.get("q", "").split())[:LONGEST]
    slugs = suggestions.products(typed)[:MOST_FOUND]
    by_slug = Product.objects.in_bulk(slugs, field_name="slug")
    sold = {row.product_id for row in keyed(editing.working(page)).values()}
    season = Product.objects.in_season(this_month).exclude(pk__in=sold)
    return show(
        request,
        "espace/product_add.html",
        _("Ajouter un produit"),
        page=page,
        typed=typed,
        found=[by_slug[slug] for slug in slugs if slug in by_slug],
        in_season=season.order_by("name", "pk")[:MOST_FOUND],
        month=months.NAMES[this_month - 1],
    )


def _add(request: HttpRequest, page, product: Product, *, month: int | None) -> bool:
    """Sell one product more, or this month too when it is sold at other months."""

    def change(version):
        rows = list(getattr(version, relation_of(version)).all())
        own = [row for row in rows if row.product_id == product.pk]
        if month is None or not own:
            is_out = month and not product.season_months & months.bit(month)
            rows.append(
                model_of(version)(product=product, months=months.bit(month) if is_out else 0)
            )
        elif not any(row.effective_months & months.bit(month) for row in own):
            own[0].months = own[0].effective_months | months.bit(month)
        last = max((row.sort_order or 0 for row in rows), default=0)
        rows[-1].sort_order = last + 1 if rows[-1].sort_order is None else rows[-1].sort_order
        setattr(version, relation_of(version), rows)

    try:
        saved = editing.save(page, "offers", change, by=request.user, base=None)
    except editing.Held as held:
        messages.error(request, str(held))
        return False
    level = messages.INFO if saved.state == "unchanged" else messages.SUCCESS
    messages.add_message(request, level, f"{product} : {saved.sentence}")
    return True


def _months_of(product: Product, month: int | None) -> int:
    """No month of its own, unless the product is sold out of the territory's calendar."""
    if month is None or product.season_months & months.bit(month):
        return 0
    return months.bit(month)
