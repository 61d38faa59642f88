"""Photos that people send, and files that only look like photos."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from home import photos
from home.photos import Refused

register_heif_opener()
GPS_IFD, MAKE, DESCRIPTION, ORIENTATION = 0x8825, 0x010F, 0x010E, 0x0112
NOT_A_PHOTO = (
    "« {} » n’est pas une photo que nous savons lire. Envoyez un JPEG, un PNG, un WebP ou un HEIC."
)
BROKEN = "« {} » est abîmée ou incomplète. L’envoi a peut-être été coupé : réessayez."
BOMB = "« {} » a trop de pixels : 60 millions au plus."


def picture(kind="JPEG", size=(800, 600), mode="RGB", colour="red", **options) -> bytes:
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return written.getvalue()


def sent(content: bytes, name="photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def cleaned(content: bytes, name="photo.jpg") -> Image.Image:
    return Image.open(photos.clean(sent(content, name)))


def refusal(content: bytes, name="photo.jpg") -> str:
    with pytest.raises(Refused) as refused:
        photos.clean(sent(content, name))
    return str(refused.value).replace("\u00a0", " ")


def from_a_phone(orientation=6) -> bytes:
    """A picture with the place it was taken at, the telephone, a comment and a thumbnail."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE], exif[DESCRIPTION] = orientation, "Telephone", "chez Mireille"
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (43.0, 50.0, 12.0), 3: "E", 4: (4.0, 21.0, 36.0)})
    image = Image.new("RGB", (800, 400), "blue")
    image.paste("red", (0, 0, 400, 400))  # red on the left
    written = BytesIO()
    image.save(written, "JPEG", exif=exif, comment=b"secret", quality=95)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_each_announced_format_becomes_a_jpeg(kind):
    image = cleaned(picture(kind), f"photo.{kind.lower()}")
    assert (image.format, image.size) == ("JPEG", (800, 600))


def test_what_a_phone_says_of_its_owner_is_gone():
    content = photos.clean(sent(from_a_phone())).read()
    image = Image.open(BytesIO(content))
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive",
                               "progression"}  # fmt: skip
    assert [
        word for word in (b"Exif", b"Telephone", b"Mireille", b"secret") if word in content
    ] == []


def test_a_photo_is_upright():
    image = cleaned(from_a_phone(orientation=6))
    assert image.size == (400, 800)
    top, bottom = image.getpixel((200, 100)), image.getpixel((200, 700))
    assert (top[0] > 200, bottom[2] > 200) == (True, True)


def test_a_large_photo_is_made_smaller():
    assert cleaned(picture(size=(4000, 3000))).size == (2000, 1500)


def test_what_is_transparent_is_white():
    image = cleaned(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)), "dessin.png")
    assert image.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "I;16"])
def test_other_modes_are_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert cleaned(picture(kind, mode=mode, colour=None), "photo.png").mode == "RGB"


def test_a_profile_is_applied_and_a_broken_one_changes_nothing():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (profile, b"not a profile"):
        image = cleaned(picture(icc_profile=icc))
        assert image.getpixel((5, 5))[0] > 240
        assert "icc_profile" not in image.info


def test_its_name_says_nothing():
    assert "Mireille" not in photos.clean(sent(picture(), "Mireille chez elle.jpg")).name


# --- Hostile files --------------------------------------------------------------------------------

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n"


def bomb(width=50_000, height=50_000) -> bytes:
    """A PNG of a few bytes that would fill gigabytes once read."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (SVG, "dessin.svg", NOT_A_PHOTO),
        (SVG, "dessin.jpg", NOT_A_PHOTO),
        (PDF, "certificat.pdf", NOT_A_PHOTO),
        (b"", "vide.jpg", NOT_A_PHOTO),
        (b"\xff\xd8\xff" + b"x" * 500, "faux.jpg", NOT_A_PHOTO),
        (picture("GIF", mode="P", colour=1), "anime.gif", NOT_A_PHOTO),
        (picture("TIFF"), "scan.tiff", NOT_A_PHOTO),
        (picture("BMP"), "photo.bmp", NOT_A_PHOTO),
        (picture(size=(3000, 3000), quality=95)[:9000], "coupee.jpg", BROKEN),
        (picture("PNG", size=(900, 900))[:-60], "coupee.png", BROKEN),
        (bomb(), "bombe.png", BOMB),
        (bomb(8000, 8000), "bombe.png", BOMB),
        (picture(size=(100, 100)), "icone.jpg",
         "« {} » est trop petite : 320 pixels de côté au moins."),
    ],
)  # fmt: skip
def test_what_is_not_a_photo_is_refused_clearly(content, name, message):
    assert refusal(content, name) == message.format(name)


def test_a_huge_file_is_refused_before_it_is_read():
    upload = sent(picture())
    upload.size = 31 * 1024 * 1024
    with pytest.raises(Refused, match="pèse 31"):
        photos.clean(upload)


def test_what_hides_behind_a_picture_does_not_get_through():
    polyglot = picture() + b"PK\x03\x04<script>alert(1)</script>" + SVG
    content = photos.clean(sent(polyglot)).read()
    assert [word for word in (b"script", b"PK\x03\x04", b"svg") if word in content] == []
