"""Photos that people send: read with distrust, turned upright, made smaller, freed of what they
say about the person and the place, and written anew."""

import secrets
import warnings
from contextlib import suppress
from io import BytesIO
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif"
MAX_MEGABYTES = 20
MAX_MEGAPIXELS = 60
LEAST_SIDE = 320  # pixels: smaller, a page would show it blurred
LONGEST_SIDE = 2000
QUALITY = 84


class Refused(Exception):
    """A file that is not a photo we can take; the message says why and what to do."""


def clean(upload) -> ContentFile:
    """The photo of an uploaded file as a new JPEG: upright, at most LONGEST_SIDE pixels, sRGB,
    without any metadata, under a name that says nothing.

    Nothing of the file itself is kept: what hides behind a picture does not get through.
    Raises Refused.
    """
    name = PurePath(upload.name or "").name[:60]
    if upload.size > MAX_MEGABYTES * 1024 * 1024:
        raise Refused(
            _("« %(name)s » pèse %(size)d Mo : %(most)d Mo au plus.")
            % {"name": name, "size": upload.size // (1024 * 1024), "most": MAX_MEGABYTES}
        )
    image = _opened(upload, name)
    width, height = image.size
    if width * height > MAX_MEGAPIXELS * 1_000_000:
        raise Refused(_too_many_pixels(name))
    if min(width, height) < LEAST_SIDE:
        raise Refused(
            _("« %(name)s » est trop petite : %(least)d pixels de côté au moins.")
            % {"name": name, "least": LEAST_SIDE}
        )
    try:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        image = _in_srgb(_upright(image))
    except Exception as error:  # a decoder may fail in any way on what was made to break it
        raise Refused(
            _("« %(name)s » est abîmée ou incomplète. L’envoi a peut-être été coupé : réessayez.")
            % {"name": name}
        ) from error
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    written = BytesIO()
    # A new picture of the pixels alone: no EXIF, no profile, no comment.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    bare.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return ContentFile(written.getvalue(), name=f"photo-{secrets.token_hex(8)}.jpg")


def _opened(upload, name: str) -> Image.Image:
    """The picture, its header read and nothing more."""
    upload.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return Image.open(upload, formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise Refused(_too_many_pixels(name)) from error
        except Exception as error:  # as above
            raise Refused(
                _("« %(name)s » n’est pas une photo que nous savons lire. ") % {"name": name}
                + _("Envoyez un JPEG, un PNG, un WebP ou un HEIC.")
            ) from error


def _too_many_pixels(name: str) -> str:
    return _("« %(name)s » a trop de pixels : %(most)d millions au plus.") % {
        "name": name,
        "most": MAX_MEGAPIXELS,
    }


def _upright(image: Image.Image) -> Image.Image:
    """Turned as the phone was held; an orientation that cannot be read turns nothing."""
    with suppress(Exception):
        return ImageOps.exif_transpose(image)
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """In the colours of screens, whatever the camera's; what is transparent becomes white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK"}:
        with suppress(Exception):  # a profile that cannot be read: the colours as they are
            camera = ImageCms.ImageCmsProfile(BytesIO(profile))
            screen = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, camera, screen, outputMode="RGB")
    return image.convert("RGB")
