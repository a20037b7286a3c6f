"""Masks with pycocotools, timed on request. Used by tests/bench/masks.ts; needs pycocotools 2.0.11.

    python masks.py COCO_FILE

Reads the name of a task from stdin, answers with the milliseconds it took and what came out, as a hash or a list.
"""

import collections
import contextlib
import hashlib
import io
import itertools
import json
import sys
import time

import numpy as np
from pycocotools import mask
from pycocotools.coco import COCO

with contextlib.redirect_stdout(io.StringIO()):
    coco = COCO(sys.argv[1])
annotations = list(coco.anns.values())
polygons = [each for each in annotations if isinstance(each["segmentation"], list)]
sizes = [(coco.imgs[each["image_id"]]["height"], coco.imgs[each["image_id"]]["width"]) for each in polygons]
rles = [coco.annToRLE(each) for each in annotations]
bitmaps = [mask.decode(each) for each in rles]
# All the masks of a picture, in the order of the file.
pictures = [
    [rle for _, rle in group]
    for _, group in itertools.groupby(
        sorted(zip(annotations, rles), key=lambda pair: pair[0]["image_id"]),
        key=lambda pair: pair[0]["image_id"],
    )
]


def strings(made):
    return hashlib.sha256(b"".join(each["counts"] + b"\n" for each in made)).hexdigest()


def pixels(made):
    whole = hashlib.sha256()
    for each in made:
        whole.update(np.ascontiguousarray(each))
    return whole.hexdigest()


def numbers(made):
    return hashlib.sha256(np.concatenate([np.ravel(each) for each in made]).astype("<f8").tobytes()).hexdigest()


tasks = {
    "polygonToMask": (lambda: (coco.annToMask(each) for each in polygons), pixels),
    "polygonToRle": (
        lambda: [
            mask.merge(mask.frPyObjects(each["segmentation"], height, width))
            for each, (height, width) in zip(polygons, sizes)
        ],
        strings,
    ),
    "rleToMask": (lambda: (mask.decode(each) for each in rles), pixels),
    "maskToRle": (lambda: [mask.encode(each) for each in bitmaps], strings),
    "union": (lambda: [mask.merge(each) for each in pictures], strings),
    "area": (lambda: [mask.area(each) for each in pictures], numbers),
    "areaOfText": (lambda: [mask.area(each) for each in pictures], numbers),
    "bbox": (lambda: [mask.toBbox(each) for each in pictures], numbers),
    "iou": (lambda: [mask.iou(each, each, [0] * len(each)) for each in pictures], numbers),
}

for line in sys.stdin:
    work, digest = tasks[line.strip()]
    # Timed without keeping what comes out, as whoever goes through a file does; then once more, to compare.
    start = time.perf_counter()
    collections.deque(work(), maxlen=0)
    milliseconds = (time.perf_counter() - start) * 1000
    print(json.dumps({"milliseconds": milliseconds, "digest": digest(work())}), flush=True)
