"""Writes tests/fixtures/keras/networks.json: what Keras makes of every network, built from the same description.

    node tests/parity/describe-networks.process.ts | python tests/parity/make-network-fixtures.py

Needs tensorflow-cpu 2.21 (Keras 3). Deterministic: the same versions write the same file, but for the last bits. With
--answers nothing is written: the answers of any networks are printed, as tests/soak/keras.ts asks for them.

Weights, pictures and labels are formulas, repeated in network-numbers.ts: a generator of random numbers that both sides
count through (mulberry32). Of each answer and gradient, which are too large to be kept whole, the file holds what tells
any other apart: 64 values spread evenly, the largest, the sum, and the sum of squares. Numbers are 32-bit floats,
little-endian, base64.
"""

import base64
import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers as L

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "keras" / "networks.json"
BATCH, KEPT = 2, 64
# What comes nearer than this to zero, where it is cut off, or to the maximum of its window, may lie on the other side by
# other roundings: a gradient then goes another way, and no longer agrees. Such weights are passed over.
NEAREST = 1e-5
# An answer depends on maxima alone, and is not amplified by the figures of a small batch.
NEAREST_ANSWERING = 2e-6


def random(key, count):
    """The first `count` numbers in [0, 1) of mulberry32."""
    state = (np.arange(1, count + 1, dtype=np.uint64) * 0x6D2B79F5 + key).astype(np.uint32)
    value = (state ^ (state >> np.uint32(15))) * (state | np.uint32(1))
    mixed = value + (value ^ (value >> np.uint32(7))) * (value | np.uint32(61))
    value = mixed ^ value
    return (value ^ (value >> np.uint32(14))).astype(np.float64) / 2**32


def weight(spec, key):
    shape, part = spec["shape"], spec["name"].split("/")[1]
    numbers = random(key, int(np.prod(shape)))
    if part.endswith("kernel"):
        # As deviating as He's, so that values stay as large from layer to layer.
        fan = shape[0] * shape[1] * (shape[2] if part == "kernel" else 1)
        values = (2 * numbers - 1) * np.sqrt(6 / fan)
    elif part == "gamma":
        values = 0.4 + 0.3 * numbers
    elif part == "beta":
        # Some two deviations above zero, where less lies near the corner of a ReLU.
        values = 1 + 0.5 * numbers
    elif part == "moving_variance":
        values = 0.75 + 0.5 * numbers
    else:
        values = 0.2 * (numbers - 0.5)
    return values.astype("f4").reshape(shape)


class MaxUnpooling2D(L.Layer):
    """Where the largest was, by TensorFlow's own list of places."""

    def call(self, inputs):
        values, pooled, _ = inputs
        _, places = tf.nn.max_pool_with_argmax(pooled, 2, 2, "SAME", include_batch_in_index=True)
        size = tf.size(pooled)
        spread = tf.scatter_nd(tf.reshape(places, [-1, 1]), tf.reshape(values, [-1]), [tf.cast(size, tf.int64)])
        return tf.reshape(spread, tf.shape(pooled))


class CornerBilinear(L.Layer):
    """Bilinear enlargement from the upper left corner, as TensorFlow 1 and tfjs do; UpSampling2D goes from pixels' centres."""

    def __init__(self, factor, **options):
        super().__init__(**options)
        self.factor = factor

    def call(self, x):
        return tf.compat.v1.image.resize_bilinear(x, [x.shape[1] * self.factor, x.shape[2] * self.factor])


class AdaptiveAverage2D(L.Layer):
    """As PyTorch's AdaptiveAvgPool2d: parts may share a row or a column."""

    def __init__(self, cells, **options):
        super().__init__(**options)
        self.cells = cells

    def call(self, x):
        def parts(size):
            return [(i * size // self.cells, -(-(i + 1) * size // self.cells)) for i in range(self.cells)]

        def average(top, bottom, left, right):
            return tf.reduce_mean(x[:, top:bottom, left:right], [1, 2])

        columns = parts(x.shape[2])
        rows = [tf.stack([average(*row, *column) for column in columns], 1) for row in parts(x.shape[1])]
        return tf.stack(rows, 1)


class CentredBilinear(L.Layer):
    """Bilinear between the middles of pixels, to any size."""

    def __init__(self, size, **options):
        super().__init__(**options)
        self.size = size

    def call(self, x):
        return tf.image.resize(x, self.size, "bilinear")


def layer_of(layer, inputs):
    kind, name, shape = layer["kind"], layer["name"], layer["shape"]
    x = inputs[0] if inputs else None
    if kind == "input":
        return keras.Input((shape["height"], shape["width"], shape["channels"]), name=name)
    if kind in ("convolution", "transposed-convolution"):
        made = L.Conv2D if kind == "convolution" else L.Conv2DTranspose
        return made(
            shape["channels"],
            layer["kernel"],
            layer["stride"],
            padding="same",
            use_bias=layer["bias"],
            activation="relu" if layer["relu"] else None,
            name=name,
            **({"dilation_rate": layer["dilation"]} if kind == "convolution" else {}),
        )(x)
    if kind == "depthwise-convolution":
        return L.DepthwiseConv2D(
            layer["kernel"],
            layer["stride"],
            padding="same",
            dilation_rate=layer["dilation"],
            use_bias=layer["bias"],
            activation="relu" if layer["relu"] else None,
            name=name,
        )(x)
    if kind == "activation":
        return L.Activation(layer["of"].replace("-", "_"), name=name)(x)
    if kind == "normalisation":
        x = L.BatchNormalization(momentum=layer["momentum"], epsilon=layer["epsilon"], name=name)(x)
        return L.ReLU()(x) if layer["relu"] else x
    if kind == "group-normalisation":
        x = L.GroupNormalization(layer["groups"], epsilon=layer["epsilon"], name=name)(x)
        return L.ReLU()(x) if layer["relu"] else x
    if kind == "dropout":
        # Its random numbers are nobody else's.
        return x
    if kind == "max-pool":
        return L.MaxPooling2D(padding="same", name=name)(x)
    if kind == "unpool":
        return MaxUnpooling2D(name=name)(inputs)
    if kind == "upsample":
        return (L.UpSampling2D if layer["interpolation"] == "nearest" else CornerBilinear)(layer["factor"], name=name)(x)
    if kind == "average-grid":
        return AdaptiveAverage2D(layer["cells"], name=name)(x)
    if kind == "enlarge-grid":
        return CentredBilinear((shape["height"], shape["width"]), name=name)(x)
    if kind == "multiply":
        return L.Multiply(name=name)(inputs)
    if kind == "crop":
        return L.Cropping2D(((0, x.shape[1] - shape["height"]), (0, x.shape[2] - shape["width"])), name=name)(x)
    if kind == "concatenate":
        return L.Concatenate(name=name)(inputs)
    if kind == "add":
        return L.Add(name=name)(inputs)
    if kind == "softmax":
        # The logits are compared.
        return x
    raise ValueError(f"Layer {name} is of a kind that this script cannot build: {kind}.")


def model_of(layers):
    """The network; besides its logits it gives what each normalisation gives, and what comes into each activation."""
    made = {}
    for layer in layers:
        made[layer["name"]] = layer_of(layer, [made[name] for name in layer["from"]])
    first, last = made[layers[0]["name"]], made[layers[-1]["name"]]
    plain = keras.Model(first, last)
    cut = {layer["name"] for layer in layers if layer["kind"].endswith("normalisation") and layer["relu"]}
    cut |= {layer["from"][0] for layer in layers if layer["kind"] == "activation"}
    cut |= {layer["from"][1] for layer in layers if layer["kind"] == "unpool"}
    return keras.Model(first, {"logits": last, **{name: plain.get_layer(name).output for name in cut}})


def nearest_corner(layers, given):
    """How near anything comes to where an activation turns."""
    distances = [1.0]
    for layer in layers:
        if layer["kind"].endswith("normalisation") and layer["relu"]:
            distances.append(np.abs(given[layer["name"]]).min())
        if layer["kind"] == "activation" and layer["of"] != "sigmoid":
            # That at 6 is where a ReLU of MobileNet ends; hard relatives turn at three on either side.
            corners = {"relu": [0], "relu6": [0, 6]}.get(layer["of"], [-3, 3])
            distances += [np.abs(given[layer["from"][0]] - corner).min() for corner in corners]
    return min(distances)


def nearest_maximum(layers, given):
    """How near, in a window that is unpooled by, anything comes to the maximum, or that to zero."""
    distances = [1.0]
    # Of a window where a convolution's own ReLU left nothing, the first place is taken by everybody.
    cut = {layer["name"] for layer in layers if layer["kind"] == "convolution" and layer["relu"]}
    for name in {layer["from"][1] for layer in layers if layer["kind"] == "unpool"}:
        patches = tf.image.extract_patches(given[name], [1, 2, 2, 1], [1, 2, 2, 1], [1, 1, 1, 1], "SAME")
        ordered = np.sort(np.reshape(patches, (*patches.shape[:3], 4, -1)), axis=3)
        gaps = np.abs(ordered[:, :, :, 3] - np.maximum(ordered[:, :, :, 2], 0))
        distances.append(gaps[ordered[:, :, :, 3] > 0].min() if name in cut else gaps.min())
    return min(distances)


def text(array):
    return base64.b64encode(np.asarray(array, "<f4").tobytes()).decode()


def kept(tensor):
    values = np.asarray(tensor, "f8").ravel()
    places = np.arange(KEPT) * values.size // KEPT if values.size > KEPT else np.arange(values.size)
    return {
        "count": values.size,
        "values": text(values[places]),
        "largest": float(np.abs(values).max()),
        "sum": float(values.sum()),
        "squares": float((values**2).sum()),
    }


def built(description, seed):
    """The network with its weights, each by its name, and pictures."""
    layers, specs = description["layers"], description["weights"]
    side = layers[0]["shape"]["width"]
    keras.utils.clear_session()
    model = model_of(layers)
    # Keras 3 calls the kernel of a depthwise convolution as any other's.
    depthwise = {layer["name"] for layer in layers if layer["kind"] == "depthwise-convolution"}
    paths = {f"{name}/kernel": f"{name}/depthwise_kernel" for name in depthwise}
    by_name = {paths.get(variable.path, variable.path): variable for variable in model.variables}
    assert len(by_name) == len(specs), "Keras has other weights than the description."
    for place, spec in enumerate(specs):
        by_name[spec["name"]].assign(weight(spec, seed * 1000 + place))
    pictures = random(seed * 1000 + 999, BATCH * side * side * 3).astype("f4").reshape(BATCH, side, side, 3)
    return model, by_name, pictures


def compare(description, seed):
    """Answers, loss and gradients; None where something comes too near to where a gradient turns."""
    layers, specs = description["layers"], description["weights"]
    model, by_name, pictures = built(description, seed)
    side, classes = layers[0]["shape"]["width"], layers[-1]["shape"]["channels"]
    labels = ((np.arange(BATCH * side * side) // 5) % classes).reshape(BATCH, side, side)
    answer = model(pictures, training=False)["logits"]
    with tf.GradientTape() as tape:
        given = model(pictures, training=True)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, given["logits"]))
    if min(nearest_corner(layers, given), nearest_maximum(layers, given)) < NEAREST:
        return None
    trained = [spec["name"] for spec in specs if spec["trained"]]
    gradients = tape.gradient(loss, [by_name[name] for name in trained])
    return {
        "seed": seed,
        "layers": layers,
        "parameters": model.count_params(),
        "answer": kept(answer),
        "loss": float(loss),
        "gradients": {name: kept(gradient) for name, gradient in zip(trained, gradients)},
    }


def answer(description, seed):
    """None where a maximum is too near to the next."""
    model, _, pictures = built(description, seed)
    given = model(pictures, training=False)
    if nearest_maximum(description["layers"], given) < NEAREST_ANSWERING:
        return None
    return {"seed": seed, **kept(given["logits"])}


def first(act, description):
    """By the first seed that gives something."""
    found = (act(description, seed) for seed in range(1, 200))
    return next(each for each in found if each is not None)


def write_fixtures(descriptions):
    networks = {}
    for model, description in descriptions.items():
        networks[model] = first(compare, description)
        print(model, "by seed", networks[model]["seed"], file=sys.stderr)
    with OUT.open("w") as file:
        json.dump({"keras": keras.__version__, "networks": networks}, file, separators=(",", ":"))
        file.write("\n")


def print_answers(descriptions):
    print(json.dumps({name: first(answer, description) for name, description in descriptions.items()}))


if __name__ == "__main__":
    (print_answers if "--answers" in sys.argv else write_fixtures)(json.load(sys.stdin))
