"""Imports in the admin: their reports, and an upload form for small files."""

import csv
import time
import uuid
from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView, PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import page_permission_policy

from directory import duplicate_admin
from directory.imports import formats, mapping, run
from directory.imports.errors import FileError
from directory.imports.report import reasons_of
from directory.models import ImportRun, Source

MAX_BYTES = 5 * 1024 * 1024
# More would outlast the patience of a web server; the command has no limit.
MAX_ROWS = 500
KEPT_SECONDS = 24 * 3600
READERS = ("add", "change", "publish")


class ReaderMixin(PermissionCheckedMixin):
    """For those who write pages: they may read what imports did."""

    permission_policy = page_permission_policy
    any_permission_required = READERS


class ImportList(ReaderMixin, BaseListingView):
    page_title = gettext_lazy("Imports")
    header_icon = "download"
    model = ImportRun
    template_name = "wagtailadmin/generic/listing.html"
    index_url_name = "directory_imports"
    paginate_by = 30
    default_ordering = ["-started_at", "-pk"]
    columns = [
        TitleColumn(
            "source",
            label=gettext_lazy("Source"),
            accessor="source.name",
            url_name="directory_import",
        ),
        Column("file_name", label=gettext_lazy("Fichier")),
        DateColumn("started_at", label=gettext_lazy("Date")),
        Column("state", label=gettext_lazy("État"), accessor="get_state_display"),
        Column("created", label=gettext_lazy("Créées")),
        Column("updated", label=gettext_lazy("Mises à jour")),
        Column("skipped", label=gettext_lazy("Écartées")),
        Column("vanished", label=gettext_lazy("Disparues")),
        Column("duplicates", label=gettext_lazy("Doublons possibles")),
    ]

    def get_base_queryset(self):
        return ImportRun.objects.select_related("source").defer("report")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @property
    def header_buttons(self):
        if not page_permission_policy.user_has_permission(self.request.user, "publish"):
            return []
        return [
            HeaderButton(
                _("Importer un fichier"), url=reverse("directory_import_file"), icon_name="plus"
            )
        ]


class _Detail(WagtailAdminTemplateMixin, View):
    header_icon = "download"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("directory_imports"), "label": ImportList.page_title},
            {"url": "", "label": self.get_page_title()},
        ]


class ImportDetail(ReaderMixin, _Detail):
    template_name = "directory/imports/run.html"

    def get(self, request, pk):
        self.run = get_object_or_404(ImportRun.objects.select_related("source"), pk=pk)
        return self.render_to_response(self.get_context_data(run=self.run, **told(self.run.report)))

    def get_page_title(self):
        return str(self.run)


SHOWN = 200


def told(report: dict) -> dict:
    """A report for a template, its lists cut to what a page can hold."""
    return {
        "report": {
            name: value[:SHOWN] if isinstance(value, list) else value
            for name, value in report.items()
        },
        "totals": {name: len(value) for name, value in report.items() if isinstance(value, list)},
        "reasons": reasons_of(report.get("skipped", [])),
        "shown": SHOWN,
    }


class SkippedRows(ReaderMixin, View):
    """The skipped rows of an import, for a spreadsheet."""

    def get(self, request, pk):
        report = get_object_or_404(ImportRun, pk=pk).report
        answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="import-{pk}-ecartees.csv"'
        writer = csv.writer(answer, delimiter=";")
        writer.writerow([_("ligne"), _("identifiant"), _("nom"), _("raison")])
        for row in report.get("skipped", []):
            writer.writerow(
                [row["line"], *(_as_text(row[name]) for name in ("id", "name", "reason"))]
            )
        return answer


def _as_text(value: str) -> str:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


class UploadForm(forms.Form):
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Elle porte la licence et l’attribution montrées sur les fiches."),
    )
    file = forms.FileField(
        label=gettext_lazy("Fichier"),
        help_text=gettext_lazy("CSV ou GeoJSON, 5 Mo et 500 lignes au plus."),
        widget=forms.FileInput(attrs={"accept": ".csv,.geojson,.json,.txt"}),
    )
    allow_outside = forms.BooleanField(
        label=gettext_lazy("Garder les lieux hors des communes connues"), required=False
    )

    def clean_file(self):
        """Refuse what cannot be imported; keep the table and its mapping for the view."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                _("Ce fichier dépasse 5 Mo : demandez un import en ligne de commande.")
            )
        self.content = file.read()
        try:
            self.table, self.mapping = opened(self.content)
        except FileError as error:
            raise ValidationError(str(error)) from error
        return file


def opened(content: bytes) -> tuple[formats.Table, mapping.Mapping]:
    """A small file ready to import; raise FileError otherwise."""
    table = formats.parse(content)
    if len(table) > MAX_ROWS:
        raise FileError(
            _("Ce fichier a plus de %d lignes : demandez un import en ligne de commande.")
            % MAX_ROWS
        )
    return table, mapping.choose(table)


class ImportFile(PermissionCheckedMixin, _Detail):
    """Upload, see what would be done, then confirm."""

    permission_policy = page_permission_policy
    permission_required = "publish"
    page_title = gettext_lazy("Importer un fichier")
    template_name = "directory/imports/upload.html"

    def get(self, request):
        return self._show(UploadForm())

    def post(self, request):
        if "confirm" in request.POST:
            return self._confirm(request)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form)
        values = form.cleaned_data
        try:
            report = run.preview(
                form.table, form.mapping, values["source"], allow_outside=values["allow_outside"]
            )
        except FileError as error:
            form.add_error("file", str(error))
            return self._show(form)
        request.session["import"] = {
            "token": _put_aside(form.content),
            "name": values["file"].name,
            "source": values["source"].pk,
            "allow_outside": values["allow_outside"],
        }
        return self._show(form, summary=report.counts(), **told(report.as_json()))

    def _confirm(self, request):
        waiting = request.session.pop("import", None)
        content = waiting and _take_back(waiting["token"])
        source = waiting and Source.objects.filter(pk=waiting["source"]).first()
        if not content or not source:
            messages.error(request, _("Ce fichier n’attend plus : envoyez-le de nouveau."))
            return redirect("directory_import_file")
        try:
            record = run.run(
                *opened(content),
                source,
                file_name=waiting["name"],
                allow_outside=waiting["allow_outside"],
            )
        except FileError as error:
            messages.error(request, str(error))
            return redirect("directory_import_file")
        messages.success(request, _("Import terminé."))
        return redirect("directory_import", record.pk)

    def _show(self, form, **context):
        return self.render_to_response(self.get_context_data(form=form, **context))


def _folder() -> Path:
    return Path(settings.VAR) / "imports"


def _put_aside(content: bytes) -> str:
    """Keep an uploaded file until it is confirmed, and forget those of the day before."""
    folder, token = _folder(), uuid.uuid4().hex
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink(missing_ok=True)
    (folder / token).write_bytes(content)
    return token


def _take_back(token: str) -> bytes | None:
    kept = _folder() / uuid.UUID(token).hex
    if not kept.is_file():
        return None
    content = kept.read_bytes()
    kept.unlink()
    return content


class _ReaderItem(MenuItem):
    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(request.user, READERS)


urls = [
    path("imports/", ImportList.as_view(), name="directory_imports"),
    path("imports/nouveau/", ImportFile.as_view(), name="directory_import_file"),
    path("imports/<int:pk>/", ImportDetail.as_view(), name="directory_import"),
    path("imports/<int:pk>/ecartees.csv", SkippedRows.as_view(), name="directory_import_skipped"),
    *duplicate_admin.urls,
]


def register():
    """Put these screens in the admin; called once, by `wagtail_hooks`."""
    hooks.register("register_admin_urls", lambda: [path("", include(urls))])
    hooks.register("register_reports_menu_item", duplicate_admin.menu_item)
    hooks.register(
        "register_reports_menu_item",
        lambda: _ReaderItem(
            _("Imports"),
            reverse("directory_imports"),
            name="imports",
            icon_name="download",
            order=220,
        ),
    )
