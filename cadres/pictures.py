"""Pictures drawn again from their pixels, so that nothing else of them is kept."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.answer import Refused
from cadres.models import FileKind

LARGEST_SIDE = 4000  # pixels: an A4 page at 300 dpi has 3508
MOST_PIXELS = 60_000_000  # of the picture as it came: 180 MB while it is drawn
PORTRAIT = (480, 640)
SMALLEST_SIDE = 100
QUALITY = 88
FORMATS = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG"}


def redrawn(body: bytes, kind: FileKind) -> bytes:
    """Give the picture as one of the same kind, at most LARGEST_SIDE wide and high."""
    image = _opened(body, kind)
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return _written(image, kind)


def portrait(body: bytes, kind: FileKind) -> bytes:
    """Give a portrait small enough for the head of a page."""
    image = _opened(body, kind)
    if min(image.size) < SMALLEST_SIDE:
        raise Refused(f"照片太小（{image.width}×{image.height} 像素），请用清晰的证件照。")
    image.thumbnail(PORTRAIT)
    return _written(image, FileKind.JPEG)


def _opened(body: bytes, kind: FileKind) -> Image.Image:
    """Decode a picture, upright; its size is asked before a pixel is drawn."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(body), formats=[FORMATS[kind]])
        if image.width * image.height > MOST_PIXELS:
            raise _too_large(image.width, image.height)
        # Phones write which way is up beside the picture; that is not kept either.
        return ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(0, 0) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused("这张图片已损坏，打不开。请重新扫描或拍照后上传。") from error


def _too_large(width: int, height: int) -> Refused:
    size = f"{width}×{height} 像素" if width else "像素过多"
    return Refused(
        f"这张图片{size}，超过 {MOST_PIXELS // 10_000} 万像素的上限。"
        "请缩小后上传，A4 用 300 dpi 即可。"
    )


def _written(image: Image.Image, kind: FileKind) -> bytes:
    transparent = image.info.get("transparency")
    if kind is FileKind.JPEG:
        image = _flat(image)
    elif image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
        image = image.convert("RGB")
    image.info = {}
    if transparent is not None and image.mode == "P":
        image.info["transparency"] = transparent
    out = BytesIO()
    image.save(out, FORMATS[kind], **({"quality": QUALITY} if kind is FileKind.JPEG else {}))
    return out.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    """Put a picture with see-through parts on white paper."""
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image if image.mode in ("L", "RGB") else image.convert("RGB")
