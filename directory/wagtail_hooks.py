"""What the directory adds to Wagtail's admin: registration only."""

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from directory import import_admin, proofs, reference_data
from directory.admin import edits, recipe_reports
from directory.admin.catalogue import CatalogueGroup
from directory.admin.dashboard import TodoPanel
from directory.admin.listings import DirectoryGroup
from directory.admin.reports import ReportMenuItem
from directory.admin.requests import RequestsGroup
from directory.editing import log as editing_log
from directory.models.reference import ReferenceModel
from directory.people import acts
from directory.recipe_content import loading as recipe_loading
from directory.reminders import answers

register_snippet(CatalogueGroup)


@hooks.register("register_admin_viewset")
def register_listings():
    return DirectoryGroup()


@hooks.register("register_admin_viewset")
def register_requests():
    return RequestsGroup()


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("annuaire/", include("directory.admin.urls"))]


@hooks.register("register_reports_menu_item")
def register_stale_report():
    return ReportMenuItem(
        _("Fiches à rafraîchir"),
        reverse("directory_admin:stale"),
        name="stale",
        icon_name="time",
        order=10,
    )


@hooks.register("register_reports_menu_item")
def register_edits_report():
    return edits.menu_item()


@hooks.register("register_reports_menu_item")
def register_incomplete_report():
    return ReportMenuItem(
        _("Sans position ou sans horaires"),
        reverse("directory_admin:incomplete"),
        name="incomplete",
        icon_name="warning",
        order=20,
    )


@hooks.register("register_reports_menu_item")
def register_unknown_facts_report():
    return _recipe_report(recipe_reports.UnknownFacts, order=30)


@hooks.register("register_reports_menu_item")
def register_products_without_season_report():
    return _recipe_report(recipe_reports.ProductsWithoutSeason, order=40)


@hooks.register("register_reports_menu_item")
def register_months_report():
    return _recipe_report(recipe_reports.MonthsWithTooFew, order=50)


def _recipe_report(view, *, order):
    name = view.index_url_name
    return ReportMenuItem(
        view.page_title,
        reverse(name),
        name=name.partition(":")[2],
        icon_name=view.header_icon,
        order=order,
    )


@hooks.register("construct_homepage_panels")
def put_todos_first(request, panels):
    panels.append(TodoPanel())


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def editor_js():
    modules = ((static(f"js/{name}.js"),) for name in ("admin-hours", "admin-recipe"))
    return format_html_join("\n", '<script type="module" src="{}"></script>', modules)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(
        reference_data.FORGOTTEN, _("Ne plus charger"), _("Supprimé : ne sera plus rechargé")
    )
    actions.register_action(
        recipe_loading.LOADED, _("Charger une recette"), _("Écrite d’après nos recettes")
    )
    for action, label, message in (*answers.ACTIONS, *acts.ACTIONS, *editing_log.ACTIONS):
        actions.register_action(action, label, message)
    actions.register_action(editing_log.EDITED)(editing_log.EditFormatter)


@hooks.register("before_delete_snippet")
def forget_reference_rows(request, rows):
    if request.method == "POST":
        for row in rows:
            if isinstance(row, ReferenceModel):
                reference_data.forget(row, by=request.user)


hooks.register("before_serve_document", proofs.refuse_visitors)
import_admin.register()
