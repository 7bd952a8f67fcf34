/**
 * Sizes (pixels) of a tile: least width, height, and side of its image. The tiles of a row are widened to fill the row.
 */
export const tile = { width: 82, height: 98, image: 56 };
