"""The two networks in Keras, timed on request. Used by tests/bench/train.ts; needs tensorflow-cpu 2.21.

    python keras-unet.py MODEL SIDE BATCH

Reads lines "train N" and "predict N" from stdin; answers each with the seconds that N pictures took.
"""

import os
import resource
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers as L

model_name, side, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
classes = 3


def tutorial():
    def block(x, filters):
        x = L.Conv2D(filters, 3, activation="relu", padding="same")(x)
        return L.Conv2D(filters, 3, activation="relu", padding="same")(L.Dropout(0.2)(x))

    picture = keras.Input((side, side, 3))
    c1 = block(picture, 32)
    c2 = block(L.MaxPooling2D()(c1), 64)
    c3 = block(L.MaxPooling2D()(c2), 128)
    c4 = block(L.concatenate([L.UpSampling2D()(c3), c2]), 64)
    c5 = block(L.concatenate([L.UpSampling2D()(c4), c1]), 32)
    return keras.Model(picture, L.Conv2D(classes, 1, activation="softmax")(c5))


def unet(widths=(16, 32, 64, 128, 192)):
    def convolved(x, filters, strides=1):
        x = L.Conv2D(filters, 3, strides, padding="same", use_bias=False, kernel_initializer="he_normal")(x)
        return L.ReLU()(L.BatchNormalization(momentum=0.95)(x))

    def cut(x, like):
        return L.Cropping2D(((0, x.shape[1] - like.shape[1]), (0, x.shape[2] - like.shape[2])))(x)

    picture = keras.Input((side, side, 3))
    x, skips = convolved(picture, widths[0], 2), []
    for filters in widths[1:]:
        skips.append(x)
        x = convolved(convolved(L.MaxPooling2D(padding="same")(x), filters), filters)
    x = L.Dropout(0.3)(x)
    for filters, skip in zip(widths[-2::-1], skips[::-1]):
        x = L.Conv2D(filters, 1, use_bias=False, kernel_initializer="he_normal")(x)
        x = convolved(L.add([cut(L.UpSampling2D()(x), skip), skip]), filters)
    x = L.Conv2D(classes, 1, kernel_initializer="he_normal")(x)
    return keras.Model(picture, L.Softmax()(cut(L.UpSampling2D(interpolation="bilinear")(x), picture)))


model = {"unet": unet, "unet-tutorial": tutorial}[model_name]()
model.compile("adam", "sparse_categorical_crossentropy")
device = "GPU" if tf.config.list_physical_devices("GPU") else "CPU"
print("parameters", model.count_params(), "Keras,", device, flush=True)

pictures = np.random.rand(64, side, side, 3).astype("f4")
labels = np.random.randint(0, classes, (64, side, side)).astype("i4")
for line in sys.stdin:
    what, count = line.split()
    x, y = pictures[: int(count)], labels[: int(count)]
    start = time.perf_counter()
    if what == "train":
        model.fit(x, y, batch_size=batch, epochs=1, verbose=0)
    else:
        model.predict(x, batch_size=batch, verbose=0)
    seconds = time.perf_counter() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, flush=True)
