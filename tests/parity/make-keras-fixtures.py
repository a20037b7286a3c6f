"""Writes tests/fixtures/keras/unet-tutorial.json: what Keras makes of the tutorial's U-Net at an eighth of its width.

    python tests/parity/make-keras-fixtures.py

Needs tensorflow-cpu 2.21 (Keras 3). Deterministic: the same versions write the same file.

Numbers are 32-bit floats, little-endian, base64. The picture and the labels are formulas, repeated in the test.
"""

import base64
import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers as L

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "keras" / "unet-tutorial.json"
SIDE, WIDTHS, CLASSES = 64, (4, 8, 16), 3


def block(x, filters, name):
    x = L.Conv2D(filters, 3, activation="relu", padding="same", name=f"{name}_conv1")(x)
    x = L.Dropout(0.2)(x)
    return L.Conv2D(filters, 3, activation="relu", padding="same", name=f"{name}_conv2")(x)


def tutorial(side, widths, classes):
    top, middle, bottom = widths
    picture = keras.Input((side, side, 3))
    c1 = block(picture, top, "down1")
    c2 = block(L.MaxPooling2D()(c1), middle, "down2")
    c3 = block(L.MaxPooling2D()(c2), bottom, "bottom")
    c4 = block(L.concatenate([L.UpSampling2D()(c3), c2]), middle, "up2")
    c5 = block(L.concatenate([L.UpSampling2D()(c4), c1]), top, "up1")
    return keras.Model(picture, L.Conv2D(classes, 1, activation="softmax", name="classes")(c5))


def text(array):
    return base64.b64encode(np.asarray(array, "<f4").tobytes()).decode()


keras.utils.set_random_seed(7)
model = tutorial(OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "keras" / "unet-tutorial.json"
SIDE, WIDTHS, CLASSES)
index = np.arange(SIDE * SIDE * 3)
picture = ((index * 7919) % 256 / 255).astype("f4").reshape(1, SIDE, SIDE, 3)
labels = ((np.arange(SIDE * SIDE) // 5) % CLASSES).reshape(1, SIDE, SIDE)
with tf.GradientTape() as tape:
    answer = model(picture, training=False)
    loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, answer))
names = [weight.path for weight in model.trainable_weights]
gradients = tape.gradient(loss, model.trainable_weights)
weights = [
    {"name": name, "shape": list(weight.shape), "values": text(weight), "gradient": text(gradient)}
    for name, weight, gradient in zip(names, model.trainable_weights, gradients)
]
full = tutorial(200, (32, 64, 128), CLASSES)
with OUT.open("w") as file:
    json.dump(
        {
            "keras": keras.__version__,
            "parametersAtFullWidth": full.count_params(),
            "side": SIDE,
            "widths": WIDTHS,
            "classes": CLASSES,
            "loss": float(loss),
            "answer": text(answer),
            "weights": weights,
        },
        file,
        indent=1,
    )
