"""Rows that the verbs would not give at this point of a case."""

from django.core.files.base import ContentFile

from label.models import Evidence


def add_piece(case, **values):
    """A piece given with the application, whatever the state of the case is now."""
    content = values.pop("content", b"%PDF-1.4 preuve")
    return Evidence.objects.create(
        case=case,
        **{
            "kind": "document",
            "title": "Plan de culture",
            "file": ContentFile(content, name="plan.pdf"),
            "filename": "plan.pdf",
            "content_type": "application/pdf",
            "size": len(content),
            "sha256": f"{case.evidence.count():064d}",
            "added_at": case.created_at,
        }
        | values,
    )
