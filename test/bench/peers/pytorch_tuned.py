"""The tutorial's training in PyTorch's eager mode, without a DataLoader: all images as floats in memory, batches as
slices.

usage: python3 pytorch_tuned.py THREADS EPOCHS TRAIN_IMAGES TRAIN_LABELS TEST_IMAGES TEST_LABELS
Prints one JSON object per epoch.
"""
import json
import sys
import time

import torch
from pytorch_data import read
from torch import nn

BATCH = 64


def images(path):
    data = torch.frombuffer(bytearray(read(path)), dtype=torch.uint8, offset=16)
    return data.view(-1, 28 * 28).float() / 255


def labels(path):
    return torch.frombuffer(bytearray(read(path)), dtype=torch.uint8, offset=8).long()


def batches(X, y):
    return zip(X.split(BATCH), y.split(BATCH))


threads, epochs = int(sys.argv[1]), int(sys.argv[2])
train_X, train_y = images(sys.argv[3]), labels(sys.argv[4])
test_X, test_y = images(sys.argv[5]), labels(sys.argv[6])

torch.set_num_threads(threads)
torch.manual_seed(42)
model = nn.Sequential(
    nn.Linear(28 * 28, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
)
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)

for epoch in range(epochs):
    began = time.perf_counter()
    for X, y in batches(train_X, train_y):
        loss = loss_fn(model(X), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    trained = time.perf_counter()
    test_loss, correct = 0.0, 0
    with torch.no_grad():
        for X, y in batches(test_X, test_y):
            pred = model(X)
            test_loss += loss_fn(pred, y).item()
            correct += (pred.argmax(1) == y).sum().item()
    tested = time.perf_counter()
    figures = {
        "version": f"PyTorch {torch.__version__}",
        "threads": torch.get_num_threads(),
        "trainSeconds": trained - began,
        "testSeconds": tested - trained,
        "testLoss": test_loss / len(test_X.split(BATCH)),
        "testAccuracy": correct / len(test_y),
    }
    print(json.dumps(figures), flush=True)
