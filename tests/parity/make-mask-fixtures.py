"""Writes tests/fixtures/masks/pycocotools.json.gz: generated masks with pycocotools' own answers.

    python tests/parity/make-mask-fixtures.py

Needs pycocotools and numpy. Deterministic: the same pycocotools writes the same file.

One object: {"pycocotools": version, "segmentations": [...], "merges": [...]}, where
  segmentation = [what, height, width, segmentation, counts, area, [x, y, width, height]]
  merge        = [what, height, width, [counts, ...], union counts, intersection counts]
`counts` are COCO's compressed strings; the answer to a segmentation is that of COCO.annToRLE.
"""

import gzip
import importlib.metadata
import json
import math
import pathlib
import random

import numpy as np
from pycocotools import mask as mask_utils

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "masks" / "pycocotools.json.gz"
rng = random.Random(20260)


def answer(segmentation, height, width):
    if isinstance(segmentation, dict):
        if isinstance(segmentation["counts"], list):
            return mask_utils.frPyObjects(segmentation, height, width)
        # Decoded and encoded again: the answer is the mask, written without superfluous runs.
        return mask_utils.encode(mask_utils.decode(segmentation))
    if len(segmentation[0]) == 4:
        # As a plain list 2.0.11 refuses boxes; as an array they are boxes in every version.
        return mask_utils.merge(mask_utils.frPyObjects(np.array(segmentation, dtype=np.double), height, width))
    return mask_utils.merge(mask_utils.frPyObjects(segmentation, height, width))


def segmentation_case(what, height, width, segmentation):
    rle = answer(segmentation, height, width)
    return [
        what, height, width, segmentation, rle["counts"].decode(),
        int(mask_utils.area(rle)), [int(side) for side in mask_utils.toBbox(rle)],
    ]


def flat(points):
    return [coordinate for point in points for coordinate in point]


def scatter(count, height, width, rounding, margin=0.0):
    """Corners anywhere: self-intersections are the rule."""
    return flat(
        (rounding(rng.uniform(-margin * width, (1 + margin) * width)),
         rounding(rng.uniform(-margin * height, (1 + margin) * height)))
        for _ in range(count)
    )


def outline(count, height, width, rounding):
    """Corners around a centre, as people draw."""
    cx, cy = rng.uniform(0, width), rng.uniform(0, height)
    reach = rng.uniform(0.05, 0.7) * min(height, width)
    return flat(
        (rounding(cx + reach * rng.uniform(0.5, 1) * math.cos(2 * math.pi * k / count)),
         rounding(cy + reach * rng.uniform(0.5, 1) * math.sin(2 * math.pi * k / count)))
        for k in range(count)
    )


def size(most=60):
    return rng.randint(1, most), rng.randint(1, most)


def cents(value):
    return round(value, 2)


def halves(value):
    return round(value * 2) / 2


def tenths(value):
    return round(value * 10) / 10


def exact(value):
    return value


def polygons():
    roundings = {"integer": round, "half": halves, "tenth": tenths, "cent": cents, "full": exact}
    for name, rounding in roundings.items():
        for _ in range(110):
            height, width = size()
            yield f"scattered, {name}", height, width, [scatter(rng.randint(3, 14), height, width, rounding)]
        for _ in range(110):
            height, width = size(120)
            yield f"outline, {name}", height, width, [outline(rng.randint(3, 40), height, width, rounding)]
    for _ in range(150):
        height, width = size(40)
        yield "partly outside", height, width, [scatter(rng.randint(3, 10), height, width, tenths, 1.5)]
    for _ in range(40):
        height, width = size(40)
        away = rng.choice([-3, 3]) * 40
        points = scatter(rng.randint(3, 6), height, width, tenths)
        yield "wholly outside", height, width, [[coordinate + away for coordinate in points]]
    for _ in range(120):
        height, width = size(12)
        x, y = rng.uniform(-1, width + 1), rng.uniform(-1, height + 1)
        spread = rng.choice([0.01, 0.1, 0.5, 1.2])
        points = flat((cents(x + rng.uniform(-spread, spread)), cents(y + rng.uniform(-spread, spread)))
                      for _ in range(rng.randint(3, 6)))
        yield "tiny", height, width, [points]
    for _ in range(60):
        height, width = rng.choice([(1, rng.randint(1, 80)), (rng.randint(1, 80), 1)])
        yield "one pixel high or wide", height, width, [scatter(rng.randint(3, 8), height, width, tenths, 0.3)]
    for _ in range(40):
        x, y = rng.randint(-3, 20), rng.randint(-3, 20)
        yield "one point again and again", 16, 17, [[x, y] * rng.randint(3, 6)]
        points = scatter(rng.randint(2, 5), 16, 17, tenths, 0.2)
        doubled = flat((points[i], points[i + 1]) for i in range(0, len(points), 2) for _ in range(2))
        yield "each point twice", 16, 17, [doubled]
        yield "there and back", 16, 17, [points + flat(reversed(list(zip(points[::2], points[1::2]))))]
        yield "closed explicitly", 16, 17, [points + points[:2]]
    for _ in range(40):
        height, width = size(40)
        side = rng.choice([0, width, width - 1, width / 2])
        yield "on a border", height, width, [[side, 0, side, height, rng.randint(0, width), rng.randint(0, height)]]
        yield "the whole picture", height, width, [[0, 0, width, 0, width, height, 0, height]]
    for _ in range(150):
        height, width = size(50)
        parts = [outline(rng.randint(3, 9), height, width, cents) for _ in range(rng.randint(2, 6))]
        yield "several polygons", height, width, parts
    for _ in range(30):
        height, width = size(30)
        parts = [outline(4, height, width, cents), scatter(2, height, width, cents), scatter(1, height, width, round)]
        yield "points and lines after a polygon", height, width, parts
    for _ in range(80):
        height, width = size(50)
        boxes = [
            [tenths(rng.uniform(-5, width)), tenths(rng.uniform(-5, height)),
             tenths(rng.uniform(0, width)), tenths(rng.uniform(0, height))]
            for _ in range(rng.randint(1, 4))
        ]
        yield "boxes", height, width, boxes
    for reach in (1e3, 1e4, 1e5, 1e6):
        for _ in range(12):
            height, width = size(50)
            points = flat((tenths(rng.uniform(-reach, reach)), tenths(rng.uniform(-reach, reach)))
                          for _ in range(rng.randint(3, 4)))
            yield f"corners {reach:.0f} away", height, width, [points]
    for height, width in [(3000, 4000), (4000, 3000), (1, 30000), (30000, 1), (2160, 3840)]:
        for _ in range(3):
            yield "a large picture", height, width, [scatter(3, height, width, tenths, 0.1)]


def random_mask(height, width):
    kind = rng.randrange(4)
    bits = np.random.default_rng(rng.randrange(2**32))
    if kind == 0:
        return (bits.random((height, width)) < rng.random()).astype(np.uint8)
    if kind == 1:
        return np.full((height, width), rng.randrange(2), dtype=np.uint8)
    canvas = np.zeros((height, width), dtype=np.uint8)
    for _ in range(rng.randint(1, 4)):
        top, left = rng.randrange(height), rng.randrange(width)
        canvas[top:rng.randint(top, height), left:rng.randint(left, width)] = 1
    return canvas if kind == 2 else 1 - canvas


def encode(mask):
    return mask_utils.encode(np.asfortranarray(mask))


def counts_of(mask):
    runs, value, length = [], 0, 0
    for pixel in mask.flatten(order="F").tolist():
        if pixel != value:
            runs.append(length)
            value, length = pixel, 0
        length += 1
    return runs + [length]


def with_empty_runs(counts):
    """The same mask with runs of length 0 put in between, as some programs write them."""
    padded = []
    for count in counts:
        cut = rng.randint(0, count)
        padded += [cut, 0, count - cut] if rng.random() < 0.2 else [count]
    return padded


def run_lengths():
    for _ in range(150):
        height, width = size(40)
        counts = counts_of(random_mask(height, width))
        yield "list of run lengths", height, width, {"size": [height, width], "counts": counts}
    for _ in range(150):
        height, width = size(40)
        counts = encode(random_mask(height, width))["counts"].decode()
        yield "compressed", height, width, {"size": [height, width], "counts": counts}
    for _ in range(80):
        height, width = size(30)
        counts = with_empty_runs(counts_of(random_mask(height, width)))
        segmentation = {"size": [height, width], "counts": counts}
        padded = mask_utils.frPyObjects(segmentation, height, width)["counts"].decode()
        yield "compressed with empty runs", height, width, {"size": [height, width], "counts": padded}
    for height, width in [(1, 1), (3000, 4000), (16383, 16383), (1, 2**28), (2**14, 2**14)]:
        area = height * width
        yield "large, full", height, width, {"size": [height, width], "counts": [0, area]}
        middle = area // 2
        yield "large, a strip", height, width, {"size": [height, width], "counts": [middle, area - middle]}


def merges():
    for _ in range(150):
        height, width = size(40)
        rles = [encode(random_mask(height, width)) for _ in range(rng.randint(1, 5))]
        yield [
            "merge", height, width, [rle["counts"].decode() for rle in rles],
            mask_utils.merge(rles)["counts"].decode(),
            mask_utils.merge(rles, intersect=True)["counts"].decode(),
        ]


def main():
    fixtures = {
        "pycocotools": importlib.metadata.version("pycocotools"),
        "segmentations": [segmentation_case(*case) for case in (*polygons(), *run_lengths())],
        "merges": list(merges()),
    }
    text = json.dumps(fixtures, separators=(",", ":"))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(len(fixtures["segmentations"]), "segmentations,", len(fixtures["merges"]), "merges,",
          OUT.stat().st_size, "bytes")


main()
