/** The layers and modules, like those of `torch.nn`. */
export { GELU, Identity, LeakyReLU, ReLU, Sigmoid, SiLU, Tanh } from "./activations";
export { BatchNorm1d, BatchNorm2d, type BatchNormModuleOptions } from "./BatchNorm";
export { buffer, Counter } from "./Buffer";
export { Conv2d } from "./Conv2d";
export { CrossEntropyLoss } from "./CrossEntropyLoss";
export { clipGradNorm } from "./clipGradNorm";
export { Dropout } from "./Dropout";
export { Dropout2d } from "./Dropout2d";
export { Flatten } from "./Flatten";
export { LayerNorm } from "./LayerNorm";
export { Linear } from "./Linear";
export { type Layer, Module, type StateValue } from "./Module";
export { ModuleList } from "./ModuleList";
export { parameter } from "./Parameter";
export { bufferShapes, parameterShapes, type StateShape } from "./parameterShapes";
export { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d } from "./pools";
export { Sequential } from "./Sequential";
