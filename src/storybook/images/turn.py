"""Pictures that lie on their side in the file: turned upright as EXIF's orientation (1 to 8) says."""

from PIL import Image

from storybook.model.geometry import Rect

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Pixels as the file holds them, turned as they are to be shown."""
    turn = _UPRIGHT.get(orientation)
    return image if turn is None else image.transpose(turn)


def as_stored(box: Rect, width: float, height: float, orientation: int) -> Rect:
    """Where a rectangle of the upright picture lies in the file; width and height are those of the file, in px."""
    if orientation >= 5:
        box = Rect(box.y, box.x, box.height, box.width)
    x = width - box.right if orientation in {2, 3, 7, 8} else box.x
    y = height - box.bottom if orientation in {3, 4, 6, 7} else box.y
    return Rect(x, y, box.width, box.height)
