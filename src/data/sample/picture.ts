import { datasets } from "../../datasets/datasets";

const [, height, width] = datasets.sample.image;

/** Side of a picture in pixels; pictures are square. */
export const side: number = width;

/** Number of pixels of a picture. */
export const pixels: number = height * width;
