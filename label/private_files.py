"""Private files over HTTP: streamed, never run, never kept by a browser or a proxy."""

from django.http import FileResponse, Http404

# What a browser may show by itself; everything else is downloaded.
SHOWN = {"application/pdf", "image/jpeg", "image/png", "image/webp"}


def stream(file, *, content_type: str, filename: str, is_attached: bool = False) -> FileResponse:
    """The answer for one file whose reader was allowed just before; `is_attached`: always
    downloaded."""
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    is_shown = content_type in SHOWN
    response = FileResponse(
        opened,
        as_attachment=is_attached or not is_shown,
        filename=filename,
        content_type=content_type if is_shown else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
