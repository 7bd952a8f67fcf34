"""Training of a built-in convolutional network in PyTorch, all images as floats in memory, batches as slices.

usage: python3 pytorch_cnn.py MODEL STEPS WARM_UP BATCH TRAIN_IMAGES TRAIN_LABELS
Prints one JSON object. The first WARM_UP steps are not counted. OMP_NUM_THREADS sets the number of
threads.
"""
import json
import os
import sys
import time

import torch
from pytorch_data import read
from torch.nn import functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../support"))
from networks import MODELS

name, steps, warm_up, size = sys.argv[1], *map(int, sys.argv[2:5])
X = torch.frombuffer(bytearray(read(sys.argv[5])), dtype=torch.uint8, offset=16).view(-1, 1, 28, 28).float() / 255
y = torch.frombuffer(bytearray(read(sys.argv[6])), dtype=torch.uint8, offset=8).long()

torch.manual_seed(42)
model = MODELS[name]()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
model.train()
for step in range(warm_up + steps):
    if step == warm_up:
        began = time.perf_counter()
    first = step * size % (len(X) - size)
    loss = F.cross_entropy(model(X[first : first + size]), y[first : first + size])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
figures = {
    "version": f"PyTorch {torch.__version__}",
    "threads": torch.get_num_threads(),
    "imagesPerSecond": steps * size / (time.perf_counter() - began),
}
print(json.dumps(figures))
