"""PyTorch's optimization tutorial as its reader runs it: torchvision's data set, ToTensor for every image.

usage: python3 pytorch_tutorial.py THREADS EPOCHS TRAIN_IMAGES TRAIN_LABELS TEST_IMAGES TEST_LABELS
Prints one JSON object per epoch.
"""
import json
import os
import sys
import tempfile
import time

import torch
from pytorch_data import NAMES, read
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets
from torchvision.transforms import ToTensor


class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


def train_loop(dataloader, model, loss_fn, optimizer):
    model.train()
    for X, y in dataloader:
        loss = loss_fn(model(X), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()


def test_loop(dataloader, model, loss_fn):
    model.eval()
    test_loss, correct = 0.0, 0
    with torch.no_grad():
        for X, y in dataloader:
            pred = model(X)
            test_loss += loss_fn(pred, y).item()
            correct += (pred.argmax(1) == y).type(torch.float).sum().item()
    return test_loss / len(dataloader), correct / len(dataloader.dataset)


threads, epochs, paths = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
torch.set_num_threads(threads)
torch.manual_seed(42)

with tempfile.TemporaryDirectory() as root:
    raw = os.path.join(root, "FashionMNIST", "raw")
    os.makedirs(raw)
    for name, path in zip(NAMES, paths):
        with open(os.path.join(raw, name), "wb") as file:
            file.write(read(path))
    training_data = datasets.FashionMNIST(root=root, train=True, transform=ToTensor())
    test_data = datasets.FashionMNIST(root=root, train=False, transform=ToTensor())

train_dataloader = DataLoader(training_data, batch_size=64)
test_dataloader = DataLoader(test_data, batch_size=64)
model = NeuralNetwork()
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)

for epoch in range(epochs):
    began = time.perf_counter()
    train_loop(train_dataloader, model, loss_fn, optimizer)
    trained = time.perf_counter()
    test_loss, accuracy = test_loop(test_dataloader, model, loss_fn)
    tested = time.perf_counter()
    figures = {
        "version": f"PyTorch {torch.__version__}",
        "threads": torch.get_num_threads(),
        "trainSeconds": trained - began,
        "testSeconds": tested - trained,
        "testLoss": test_loss,
        "testAccuracy": accuracy,
    }
    print(json.dumps(figures), flush=True)
