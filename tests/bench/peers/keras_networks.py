"""The two networks that are compared with Keras, as a person would build them there: from pictures of side x side x 3, numbers
from 0 to 1, to the probability of each class at each pixel."""

from tensorflow import keras
from tensorflow.keras import layers as L


def tutorial(side, classes):
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


def unet(side, classes, widths=(16, 32, 64, 128, 192)):
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
