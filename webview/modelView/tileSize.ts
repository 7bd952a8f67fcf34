/** Least width, height and size of the image (pixels) of a tile. The tiles of a row share its whole width. */
export const tile = { width: 82, height: 98, image: 56 };
