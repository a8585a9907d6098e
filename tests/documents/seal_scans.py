"""Invented scans of a seal, for tests."""

from io import BytesIO

from PIL import Image, ImageDraw

RED = (200, 20, 30)
WHITE = (255, 255, 255)


def scan(
    size: int = 700, ring: tuple[int, int, int] = RED, wide: float = 1.0, margin: int = 40, kind: str = "PNG"
) -> bytes:
    """Return a ring with a star-like middle on white paper."""
    page = Image.new("RGB", (round(size * wide) + 2 * margin, size + 2 * margin), WHITE)
    draw = ImageDraw.Draw(page)
    box = (margin, margin, margin + round(size * wide), margin + size)
    draw.ellipse(box, outline=ring, width=max(size // 30, 2))
    middle = (margin + size * wide / 2, margin + size / 2)
    draw.regular_polygon((*middle, size // 6), 5, fill=ring)
    out = BytesIO()
    page.save(out, kind)
    return out.getvalue()
