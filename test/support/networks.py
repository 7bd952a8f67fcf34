"""The built-in networks as PyTorch modules. Their members, and therefore their weights, have the same names as in
Fitting Room."""
from torch import nn
from torch.nn import functional as F


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
                                      nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2))
        self.flatten = nn.Flatten()
        self.classifier = nn.Sequential(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))

    def forward(self, x):
        return self.classifier(self.flatten(self.features(x)))


class TinyVGG(nn.Module):
    def __init__(self):
        super().__init__()
        block = lambda channels: nn.Sequential(nn.Conv2d(channels, 10, 3, padding=1), nn.ReLU(),
                                               nn.Conv2d(10, 10, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.block_1, self.block_2 = block(1), block(10)
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(490, 10))

    def forward(self, x):
        return self.classifier(self.block_2(self.block_1(x)))


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        conv = lambda ins, outs: [nn.Conv2d(ins, outs, 3, padding=1, bias=False), nn.BatchNorm2d(outs), nn.ReLU()]
        self.features = nn.Sequential(*conv(1, 32), *conv(32, 32), nn.MaxPool2d(2), nn.Dropout(0.25),
                                      *conv(32, 64), *conv(64, 64), nn.MaxPool2d(2), nn.Dropout(0.25))
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(3136, 256), nn.ReLU(), nn.Dropout(0.5), nn.Linear(256, 10))

    def forward(self, x):
        return self.classifier(self.features(x))


class Residual(nn.Module):
    def __init__(self, ins, outs, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(ins, outs, 3, stride, padding=1, bias=False), nn.BatchNorm2d(outs)
        self.conv2, self.bn2 = nn.Conv2d(outs, outs, 3, padding=1, bias=False), nn.BatchNorm2d(outs)
        differs = stride != 1 or ins != outs
        self.shortcut = nn.Sequential(*([nn.Conv2d(ins, outs, 1, stride, bias=False), nn.BatchNorm2d(outs)] if differs else []))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.shortcut(x))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU())
        self.stages = nn.Sequential(Residual(16, 16, 1), Residual(16, 32, 2), Residual(32, 64, 2))
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))

    def forward(self, x):
        return self.classifier(self.pool(self.stages(self.stem(x))))


MODELS = {"mlp": MLP, "lenet5": LeNet5, "tiny-vgg": TinyVGG, "convnet": ConvNet, "resnet": ResNet}
