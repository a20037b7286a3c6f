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
from keras_networks import tutorial, unet

model_name, side, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
classes = 3


model = {"unet": unet, "unet-tutorial": tutorial}[model_name](side, classes)
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
