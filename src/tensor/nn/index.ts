/** Building blocks of models, after `torch.nn`. */
export { CrossEntropyLoss } from "./CrossEntropyLoss";
export { Dropout } from "./Dropout";
export { Flatten } from "./Flatten";
export { Linear } from "./Linear";
export { type Layer, Module, type StateValue } from "./Module";
export { parameter } from "./Parameter";
export { parameterShapes } from "./parameterShapes";
export { ReLU } from "./ReLU";
export { Sequential } from "./Sequential";
