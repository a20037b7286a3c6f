"""Writes tests/fixtures/keras/optimisers.json: where Keras' optimisers take a kernel and a bias in ten steps.

    python tests/parity/make-optimiser-fixtures.py

Needs tensorflow-cpu 2.21 (Keras 3). Deterministic: the same versions write the same file.

Numbers are 32-bit floats, little-endian, base64. Weights and gradients are formulas, repeated in the test.
"""

import base64
import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
import keras
import numpy as np

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "keras" / "optimisers.json"
SHAPES = {"conv/kernel": (3, 3, 2, 4), "conv/bias": (4,), "norm/gamma": (4,)}
DECAY, STEPS = 0.2, 10


def numbers(shape, seed):
    index = np.arange(int(np.prod(shape)))
    return (((index * 7919 + seed * 104729) % 1000) / 500 - 1).astype("f4").reshape(shape)


def moved(optimiser):
    variables = [
        keras.Variable(numbers(shape, nth), name=name.replace("/", "_"))
        for nth, (name, shape) in enumerate(SHAPES.items())
    ]
    for step in range(1, STEPS + 1):
        optimiser.learning_rate = 0.01 * step
        gradients = [
            numbers(shape, 10 * step + nth) for nth, shape in enumerate(SHAPES.values())
        ]
        optimiser.apply([keras.ops.convert_to_tensor(each) for each in gradients], variables)
    return {
        name: base64.b64encode(keras.ops.convert_to_numpy(variable).astype("<f4").tobytes()).decode()
        for name, variable in zip(SHAPES, variables)
    }


adamw = keras.optimizers.AdamW(weight_decay=DECAY)
adamw.exclude_from_weight_decay(var_names=["bias", "gamma"])
optimisers = {
    "adam": keras.optimizers.Adam(),
    "adamw": adamw,
    "sgd": keras.optimizers.SGD(momentum=0.9),
}
content = {
    "keras": keras.__version__,
    "shapes": SHAPES,
    "weightDecay": DECAY,
    "steps": STEPS,
    "weights": {kind: moved(optimiser) for kind, optimiser in optimisers.items()},
}
OUT.write_text(json.dumps(content, indent=1) + "\n")
