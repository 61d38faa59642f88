"""Evidence of the demonstration: one-page PDFs that say what they are."""

TEMPLATE = """%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/Lang(fr)>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R
/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length {length}>>stream
{stream}
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj
"""


def pdf(title: str, of: str) -> bytes:
    """A page with a title, whose it is, and the word « démonstration »."""
    lines = [title, of, "Pièce inventée pour la démonstration"]
    shown = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
    stream = f"BT /F1 20 Tf 32 TL 72 740 Td {shown} ET"
    length = len(stream.encode("cp1252", "replace"))
    body = TEMPLATE.format(length=length, stream=stream).encode("cp1252", "replace")
    offsets = [body.index(f"\n{number} 0 obj".encode()) + 1 for number in range(1, 6)]
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = (
        f"xref\n0 6\n0000000000 65535 f \n{table}"
        f"trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    )
    return body + trailer.encode()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
