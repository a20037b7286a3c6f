"""Writes tests/fixtures/weights: files of weights as Keras, PyTorch and safetensors write them, of four networks.

    node tests/parity/describe-networks.process.ts | python tests/parity/make-weights-fixtures.py

Needs tensorflow-cpu 2.21 (Keras 3), torch and safetensors. The networks are those of make-network-fixtures.py, at an eighth of
the width. Every weight is a formula, repeated in weights-files.test.ts, of few different numbers, so that the files, which are
kept compressed, are small. A file made anew differs by the times that some of the formats write down.
"""

import gzip
import importlib.util
import json
import os
import pathlib
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
import h5py
import numpy as np
import safetensors.torch
import torch
from tensorflow import keras

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "fixtures" / "weights"
NETWORKS = ["unet", "fcn-8s", "segnet", "lraspp"]

spec = importlib.util.spec_from_file_location("networks", HERE / "make-network-fixtures.py")
networks = importlib.util.module_from_spec(spec)
spec.loader.exec_module(networks)


def numbers(name, shape, place):
    """The weight that is `place`th of its network, as Keras lays it: [height, width, in, out]."""
    steps = (np.arange(int(np.prod(shape)), dtype=np.int64) * 7 + place * 13) % 251
    start = 1 if name.endswith("moving_variance") else -125
    return ((steps + start) / 128).astype("f4").reshape(shape)


def torch_layer(layer, inputs):
    """The layer as PyTorch has it; None for one without weights."""
    kind, outputs = layer["kind"], layer["shape"]["channels"]
    if kind == "convolution":
        return torch.nn.Conv2d(inputs, outputs, layer["kernel"], layer["stride"], bias=layer["bias"])
    if kind == "transposed-convolution":
        return torch.nn.ConvTranspose2d(inputs, outputs, layer["kernel"], layer["stride"], bias=layer["bias"])
    if kind == "depthwise-convolution":
        return torch.nn.Conv2d(inputs, outputs, layer["kernel"], layer["stride"], bias=layer["bias"], groups=inputs)
    if kind == "normalisation":
        return torch.nn.BatchNorm2d(outputs, eps=layer["epsilon"])
    return None


TORCH_NAMES = {
    "kernel": "weight",
    "depthwise_kernel": "weight",
    "bias": "bias",
    "gamma": "weight",
    "beta": "bias",
    "moving_mean": "running_mean",
    "moving_variance": "running_var",
}


def torch_state(description, values):
    channels = {layer["name"]: layer["shape"]["channels"] for layer in description["layers"]}
    model = torch.nn.Module()
    for layer in description["layers"]:
        made = torch_layer(layer, channels[layer["from"][0]] if layer["from"] else 0)
        if made is not None:
            model.add_module(layer["name"], made)
    state = model.state_dict()
    for name, array in values.items():
        layer, part = name.rsplit("/", 1)
        # [height, width, in, out] to [out, in, height, width]; of a transposed convolution both are the other way round, and
        # a depthwise one has its channels where others have what goes out.
        sides = {"kernel": (3, 2, 0, 1), "depthwise_kernel": (2, 3, 0, 1)}.get(part)
        laid = array if sides is None else array.transpose(sides)
        own = state[f"{layer}.{TORCH_NAMES[part]}"]
        assert tuple(own.shape) == laid.shape, name
        own.copy_(torch.from_numpy(np.ascontiguousarray(laid)))
    return state


def write(folder, name, description):
    values = {
        each["name"]: numbers(each["name"], each["shape"], place)
        for place, each in enumerate(description["weights"])
    }
    keras.utils.clear_session()
    # With all that its normalisations give as outputs too, which no file needs: the last alone.
    whole = networks.model_of(description["layers"])
    model = keras.Model(whole.input, whole.output["logits"])
    for variable in model.variables:
        # Keras 3 calls the kernel of a depthwise convolution as any other's.
        own = variable.path if variable.path in values else variable.path.replace("/kernel", "/depthwise_kernel")
        variable.assign(values[own])
    model.save(folder / f"{name}.keras")
    model.save_weights(folder / f"{name}.weights.h5")
    model.save(folder / f"{name}.h5")
    state = torch_state(description, values)
    torch.save(state, folder / f"{name}.pt")
    safetensors.torch.save_file(state, folder / f"{name}.safetensors")


def write_odd(folder, description):
    """HDF5 as Keras does not write it by default, but may, and as only an attacker would."""
    weights = [(each["name"], numbers(each["name"], each["shape"], place)) for place, each in enumerate(description["weights"])]

    def legacy(file, **kept):
        layers = list(dict.fromkeys(name.split("/")[0] for name, _ in weights))
        file.attrs["layer_names"] = [layer.encode() for layer in layers]
        for layer in layers:
            own = [name for name, _ in weights if name.split("/")[0] == layer]
            group = file.create_group(layer)
            group.attrs["weight_names"] = [f"{name}:0".encode() for name in own]
        for name, array in weights:
            file[name.split("/")[0]].create_dataset(f"{name}:0", data=array, **kept)

    # Many links in a group, in the newest format: kept in a heap, and listed by a tree of more than one level.
    with h5py.File(folder / "many.h5", "w", libver="latest") as file:
        for nth in range(400):
            file.create_group(f"nothing_{nth}_{'of_much_use_' * (nth % 7)}")
        legacy(file)
    with h5py.File(folder / "chunked.h5", "w") as file:
        legacy(file, chunks=True, compression="gzip", shuffle=True, fletcher32=True)
    with h5py.File(folder / "half.h5", "w") as file:
        legacy(file, dtype="f2")
    with h5py.File(folder / "external-link.h5", "w") as file:
        file.attrs["layer_names"] = [b"classes"]
        file["classes"] = h5py.ExternalLink("secret", "/classes")
    with h5py.File(folder / "soft-link.h5", "w") as file:
        file.attrs["layer_names"] = [b"classes"]
        file["classes"] = h5py.SoftLink("/other")
    with h5py.File(folder / "circle.h5", "w") as file:
        group = file.create_group("layers")
        for nth in range(300):
            group[f"layer_{nth}"] = group
    with h5py.File(folder / "external-data.h5", "w") as file:
        file.attrs["layer_names"] = [b"classes"]
        group = file.create_group("classes")
        group.attrs["weight_names"] = [b"kernel:0"]
        group.create_dataset("kernel:0", shape=(16,), dtype="f4", external=[("secret", 0, 64)])


def write_encoders(folder, description):
    """The way down of FCN alone, under names that say nothing: within another model of Keras, and in a checkpoint of PyTorch;
    and Keras' own MobileNetV3."""
    down = [
        (layer, each["name"].split("/")[1], numbers(each["name"], each["shape"], place))
        for place, each in enumerate(description["weights"])
        for layer in [each["name"].split("/")[0]]
        if layer.startswith("down")
    ]
    layers = list(dict.fromkeys(layer for layer, _, _ in down))
    keras.utils.clear_session()
    inner = keras.Sequential([keras.Input((64, 64, 3))])
    features = []
    for layer in layers:
        arrays = {part: array for own, part, array in down if own == layer}
        if "kernel" in arrays:
            _, side, inputs, outputs = arrays["kernel"].shape
            inner.add(keras.layers.Conv2D(outputs, side, padding="same", use_bias=False))
            features.append(torch.nn.Conv2d(inputs, outputs, side, bias=False))
        else:
            inner.add(keras.layers.BatchNormalization())
            features.append(torch.nn.BatchNorm2d(len(arrays["gamma"])))
        inner.layers[-1].set_weights(list(arrays.values()))
    outer = keras.Sequential([keras.Input((64, 64, 3)), inner, keras.layers.Conv2D(5, 1)])
    outer.compile("adam", "mse")
    outer.fit(np.zeros((2, 64, 64, 3)), np.zeros((2, 64, 64, 5)), epochs=0, verbose=0)
    outer.save_weights(folder / "encoder.weights.h5")
    outer.save(folder / "encoder.h5")
    # A published network, under its own names.
    keras.utils.clear_session()
    published = keras.applications.MobileNetV3Small(weights=None, include_top=False, input_shape=(64, 64, 3))
    for place, variable in enumerate(published.weights):
        variable.assign(numbers(variable.path.replace("/", "_"), variable.shape, place))
    published.save_weights(folder / "mobilenet.weights.h5")
    model = torch.nn.Module()
    model.features = torch.nn.Sequential(*features)
    state = model.state_dict()
    for nth, layer in enumerate(layers):
        for own, part, array in down:
            if own == layer:
                laid = array.transpose(3, 2, 0, 1) if part == "kernel" else array
                state[f"features.{nth}.{TORCH_NAMES[part]}"].copy_(torch.from_numpy(np.ascontiguousarray(laid)))
    # In half precision and another order of the sides, beside what a trainer keeps.
    halves = {f"module.{name}": tensor.half() for name, tensor in model.to(memory_format=torch.channels_last).state_dict().items()}
    torch.save({"epoch": 3, "best": 0.5, "args": {"lr": 1e-3}, "state_dict": halves}, folder / "encoder.pt")


if __name__ == "__main__":
    descriptions = json.load(sys.stdin)
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for name in NETWORKS:
            write(folder, name, descriptions[name])
        write_odd(folder, descriptions["unet"])
        write_encoders(folder, descriptions["fcn-8s"])
        for path in sorted(folder.iterdir()):
            (OUT / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
