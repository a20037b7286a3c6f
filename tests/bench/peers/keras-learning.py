"""The default network learned in Keras for so many minutes. Used by tests/bench/learning.ts; needs tensorflow-cpu 2.21.

Reads one line of JSON with side, seed, minutes, train and val, the numbers of pictures; then the pictures of both, side x side x 3
bytes each, each followed by its label map: 0 background, 1 cat, 2 dog, 255 nothing. Writes one line of JSON: epochs, pictures,
minutes, parameters. Then, for each picture more that it reads, the probabilities of cat and of dog, side x side bytes each.

The recipe is what such a network is usually given: Adam at 1e-3, cross-entropy + Dice, pictures mirrored at random, the weights of
the epoch with the best mean IoU on val.
"""

import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from tensorflow import keras
from keras_networks import unet

given = json.loads(sys.stdin.buffer.readline())
side, classes, batch = given["side"], 3, 8
keras.utils.set_random_seed(given["seed"])


def read(count):
    content = np.frombuffer(sys.stdin.buffer.read(count * side * side * 4), "u1").reshape(count, -1)
    pictures = content[:, : side * side * 3].reshape(count, side, side, 3).astype("f4") / 255
    return pictures, content[:, side * side * 3 :].reshape(count, side, side)


def loss(labels, answer):
    known = tf.cast(labels != 255, "float32")
    hot = tf.one_hot(tf.cast(labels, "int32"), classes) * known[..., None]
    answer = tf.clip_by_value(answer, 1e-7, 1.0)
    cross = -tf.reduce_sum(hot * tf.math.log(answer)) / tf.reduce_sum(known)
    common = tf.reduce_sum(hot * answer, (0, 1, 2))
    all_of_it = tf.reduce_sum(hot, (0, 1, 2)) + tf.reduce_sum(answer * known[..., None], (0, 1, 2))
    return cross + 1 - tf.reduce_mean((2 * common + 1) / (all_of_it + 1))


def mean_iou(labels, answers):
    found = answers.argmax(-1)
    known = labels != 255
    scores = []
    for value in (1, 2):
        one, other = (labels == value) & known, (found == value) & known
        scores.append((one & other).sum() / max(1, (one | other).sum()))
    return np.mean(scores)


def mirrored(picture, labels):
    both = tf.concat([picture, tf.cast(labels, "float32")[..., None]], -1)
    both = tf.image.random_flip_left_right(both)
    return both[..., :3], tf.cast(both[..., 3], "uint8")


train, held = read(given["train"]), read(given["val"])
start = time.perf_counter()
model = unet(side, classes)
model.compile(keras.optimizers.Adam(1e-3), loss)
data = tf.data.Dataset.from_tensor_slices(train).shuffle(given["train"]).map(mirrored).batch(batch).prefetch(2)
best, weights, epochs = -1, model.get_weights(), 0
while True:
    model.fit(data, epochs=1, verbose=0, shuffle=False)
    epochs += 1
    score = mean_iou(held[1], model.predict(held[0], batch_size=batch, verbose=0))
    if score > best:
        best, weights = score, model.get_weights()
    minutes = (time.perf_counter() - start) / 60
    if minutes + minutes / epochs > given["minutes"]:
        break
model.set_weights(weights)
done = {
    "epochs": epochs,
    "pictures": epochs * given["train"],
    "minutes": minutes,
    "parameters": model.count_params(),
}
print(json.dumps(done), flush=True)
while len(content := sys.stdin.buffer.read(side * side * 3)) > 0:
    picture = np.frombuffer(content, "u1").reshape(1, side, side, 3).astype("f4") / 255
    answer = model(picture, training=False).numpy()[0]
    maps = np.rint(answer[..., 1:] * 255).astype("u1").transpose(2, 0, 1)
    sys.stdout.buffer.write(maps.tobytes())
    sys.stdout.buffer.flush()
