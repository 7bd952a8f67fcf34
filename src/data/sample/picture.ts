import { datasets } from "../../datasets/datasets";

const [, height, width] = datasets.sample.image;

/** Side of a picture in pixels: pictures are square. */
export const side: number = width;

/** Pixels of a picture. */
export const pixels: number = height * width;
