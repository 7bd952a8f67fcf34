export * from "./dropout";
export * from "./elementwise";
export * from "./losses";
export * from "./matmul";
export * from "./movement";
export * from "./normalization";
export * from "./reductions";
export * from "./softmax";
