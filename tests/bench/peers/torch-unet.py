"""The two networks in PyTorch, timed on request. Used by tests/bench/train.ts; channels last, which is faster on processors.

    python torch-unet.py MODEL SIDE BATCH

Reads lines "train N" and "predict N" from stdin; answers each with the seconds that N pictures took and the peak of memory.
"""

import resource
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

model_name, side, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
classes = 3


class Block(nn.Module):
    def __init__(self, inputs, filters):
        super().__init__()
        self.first = nn.Conv2d(inputs, filters, 3, padding=1)
        self.second = nn.Conv2d(filters, filters, 3, padding=1)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        return F.relu(self.second(self.drop(F.relu(self.first(x)))))


class Tutorial(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.c2, self.c3 = Block(3, 32), Block(32, 64), Block(64, 128)
        self.c4, self.c5 = Block(192, 64), Block(96, 32)
        self.classes = nn.Conv2d(32, classes, 1)

    def forward(self, x):
        c1 = self.c1(x)
        c2 = self.c2(F.max_pool2d(c1, 2))
        c3 = self.c3(F.max_pool2d(c2, 2))
        c4 = self.c4(torch.cat([F.interpolate(c3, scale_factor=2), c2], 1))
        return self.classes(self.c5(torch.cat([F.interpolate(c4, scale_factor=2), c1], 1)))


class Convolved(nn.Module):
    def __init__(self, inputs, filters, stride=1):
        super().__init__()
        self.convolution = nn.Conv2d(inputs, filters, 3, stride, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(filters, eps=1e-3, momentum=0.05)

    def forward(self, x):
        return F.relu(self.norm(self.convolution(x)))


class UNet(nn.Module):
    def __init__(self, widths=(16, 32, 64, 128, 192)):
        super().__init__()
        self.stem = Convolved(3, widths[0], 2)
        self.down = nn.ModuleList(
            nn.Sequential(Convolved(narrow, wide), Convolved(wide, wide))
            for narrow, wide in zip(widths, widths[1:])
        )
        pairs = list(zip(widths[:0:-1], widths[-2::-1]))
        self.thin = nn.ModuleList(nn.Conv2d(wide, narrow, 1, bias=False) for wide, narrow in pairs)
        self.up = nn.ModuleList(Convolved(narrow, narrow) for _, narrow in pairs)
        self.classes = nn.Conv2d(widths[0], classes, 1)

    def forward(self, x):
        size, skips = x.shape[2:], []
        x = self.stem(x)
        for level in self.down:
            skips.append(x)
            x = level(F.max_pool2d(x, 2, ceil_mode=True))
        x = F.dropout(x, 0.3, self.training)
        for thin, up in zip(self.thin, self.up):
            skip = skips.pop()
            large = F.interpolate(thin(x), scale_factor=2)
            x = up(large[:, :, : skip.shape[2], : skip.shape[3]] + skip)
        large = F.interpolate(self.classes(x), scale_factor=2, mode="bilinear")
        return large[:, :, : size[0], : size[1]]


device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
model = {"unet": UNet, "unet-tutorial": Tutorial}[model_name]().to(device, memory_format=torch.channels_last)
optimiser = torch.optim.Adam(model.parameters(), 1e-3, eps=1e-7)
print("parameters", sum(p.numel() for p in model.parameters()), "PyTorch,", "GPU" if device.type == "cuda" else "CPU", flush=True)

pictures = torch.from_numpy(np.random.rand(64, 3, side, side).astype("f4"))
pictures = pictures.contiguous(memory_format=torch.channels_last)
labels = torch.from_numpy(np.random.randint(0, classes, (64, side, side)))


def train(x, y):
    model.train()
    optimiser.zero_grad(set_to_none=True)
    loss = F.cross_entropy(model(x.to(device)), y.to(device))
    loss.backward()
    optimiser.step()
    loss.item()


def predict(x, _):
    model.eval()
    with torch.inference_mode():
        torch.softmax(model(x.to(device)), 1).cpu().numpy()


for line in sys.stdin:
    what, count = line.split()
    start = time.perf_counter()
    for at in range(0, int(count), batch):
        {"train": train, "predict": predict}[what](pictures[at : at + batch], labels[at : at + batch])
    seconds = time.perf_counter() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, flush=True)
