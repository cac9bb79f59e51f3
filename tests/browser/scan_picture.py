"""A release whose one scan is a picture that can be looked at."""

import hashlib
import io

import orjson
from PIL import Image

from tests.published.tree import Tree, a_campaign


def publish_with_a_picture(tree: Tree) -> str:
    """A release of kg2025 whose one scan is a picture that exists; its SHA-256."""
    picture = io.BytesIO()
    Image.effect_noise((600, 800), 60).save(picture, "JPEG")
    sha256 = hashlib.sha256(picture.getvalue()).hexdigest()
    tree.write(f"scans/{sha256}.jpg", picture.getvalue())
    documents = orjson.loads(orjson.dumps(a_campaign()).replace(b"ab" * 32, sha256.encode()))
    tree.publish("kg2025", documents)
    return sha256
