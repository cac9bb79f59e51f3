"""Files as scanners and as attackers make them; every one is made by the test itself."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from PIL import ExifTags, Image, ImageDraw


def picture(width: int = 420, height: int = 594, mode: str = "RGB", text: str = "Протокол № 7001") -> Any:
    sheet = Image.new(mode, (width, height), 1 if mode == "1" else "white")
    ImageDraw.Draw(sheet).line((20, 20, width - 20, height - 20), fill=0, width=3)
    ImageDraw.Draw(sheet).rectangle((30, 30, 90, 60), outline=0)
    return sheet


def saved(image: Any, kind: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def jpeg(**options: Any) -> bytes:
    return saved(picture(), "JPEG", quality=80, **options)


def png(**options: Any) -> bytes:
    return saved(picture(), "PNG", **options)


def tiff(pages: int = 2) -> bytes:
    sheets = [picture(mode="1") for _ in range(pages)]
    return saved(sheets[0], "TIFF", save_all=True, append_images=sheets[1:], compression="group4")


def pdf(pages: int = 2, change: Callable[[pikepdf.Pdf], None] | None = None, **options: Any) -> bytes:
    """Pages with one picture each; `change` adds what does not belong there."""
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        sheet = picture(mode="L")
        image = pikepdf.Stream(document, sheet.tobytes())
        image.update(
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Image,
                "/Width": sheet.width,
                "/Height": sheet.height,
                "/ColorSpace": pikepdf.Name.DeviceGray,
                "/BitsPerComponent": 8,
            }
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
        page.Contents = pikepdf.Stream(document, b"q 595 0 0 842 0 0 cm /Scan Do Q")
    if change is not None:
        change(document)
    target = io.BytesIO()
    document.save(target, **options)
    return target.getvalue()


def with_gps() -> bytes:
    """A JPEG from a telephone: where it was taken, by which device, and turned on its side."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Phone"
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.GPSInfo] = {1: "N", 2: (42.0, 52.0, 0.0), 3: "E", 4: (74.0, 35.0, 0.0)}
    return jpeg(exif=exif.tobytes(), comment=b"seen by Asel")


def bomb(side: int = 32_768) -> bytes:
    """A PNG of 1 Gpx in a few kilobytes: the header promises what the data never hold."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\x00" * (side // 8 + 1) * 64)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bomb_in_pdf() -> bytes:
    def add(document: pikepdf.Pdf) -> None:
        image = pikepdf.Stream(document, b"\x00")
        image.update(
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Image,
                "/Width": 40_000,
                "/Height": 40_000,
                "/ColorSpace": pikepdf.Name.DeviceGray,
                "/BitsPerComponent": 8,
            }
        )
        document.pages[0].Resources.XObject["/Bomb"] = image

    return pdf(change=add)


def encrypted() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="owner", user="secret"))


def protected() -> bytes:
    """Opens without a password, and forbids to copy."""
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=""))


def with_action(action: str, **more: Any) -> Callable[[], bytes]:
    def add(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(Type=pikepdf.Name.Action, S=pikepdf.Name("/" + action), **more)

    return lambda: pdf(change=add)


def with_hidden_script() -> bytes:
    """A script deep inside an annotation of the second page, in compressed object streams."""

    def add(document: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=pikepdf.Array([0, 0, 10, 10]),
            A=pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([]), Next=pikepdf.Array([action])),
        )
        document.pages[1].Annots = document.make_indirect(pikepdf.Array([note]))

    return pdf(change=add, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def with_file() -> bytes:
    def add(document: pikepdf.Pdf) -> None:
        document.attachments["list.csv"] = b"name,phone"

    return pdf(change=add)


def with_form() -> bytes:
    def add(document: pikepdf.Pdf) -> None:
        field = document.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("name")))
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))

    return pdf(change=add)


def told(document: pikepdf.Pdf) -> None:
    """Change for `pdf`: who wrote it."""
    document.docinfo["/Author"] = "Asel"


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("run.js", "alert(1)")
    return target.getvalue()


def moving_png() -> bytes:
    return saved(picture(), "PNG", save_all=True, append_images=[picture(text="b").rotate(90, expand=False)])
