/** Operations as functions, after `torch.nn.functional`: `import { functional as F }`. */
export * from "./ops";
