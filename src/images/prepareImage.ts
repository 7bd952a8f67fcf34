/**
 * Turns any picture into an input of a network, as the images of Fashion-MNIST were made (Xiao et al., 2017,
 * section 2): in grey, light on a dark background, without the background at the sides, scaled until the longest side
 * fits, centred. The images of Fashion-MNIST were also sharpened, since their scaling dropped rows and columns. Here
 * each pixel is the mean of an area, so that sharpening is left out.
 */

/** A picture in colours, in the format of a canvas (`ImageData`). */
export interface ColourImage {
  width: number;
  height: number;
  /** [height, width, 4]: red, green, blue and opacity from 0 to 255. */
  data: Uint8Array | Uint8ClampedArray;
}

/** A picture in grey. */
export interface GreyImage {
  width: number;
  height: number;
  /** [height, width], from 0 (black) to 255 (white). */
  data: Uint8Array;
}

/** Which steps {@link prepareImage} does. */
export interface Steps {
  /** Whether light and dark are exchanged. Default: true for a picture with a light border. */
  invert?: boolean;
  /** Whether the background at the sides is cut off. Default: true unless the picture has the network's size. */
  trim?: boolean;
  /** Whether scaling keeps the proportions of the sides. Default: true. */
  keepAspect?: boolean;
}

/** The picture after each step, and which steps were done. A step that is not done leaves the picture as it was. */
export interface PreparedImage {
  grey: GreyImage;
  inverted: GreyImage;
  trimmed: GreyImage;
  fitted: GreyImage;
  steps: Required<Steps>;
}

/**
 * Turns a picture into an input of a network, step by step. @param size width and height of the network's images, in
 * pixels
 */
export function prepareImage(
  image: ColourImage,
  size: { width: number; height: number },
  { invert, trim, keepAspect = true }: Steps = {},
): PreparedImage {
  const grey = toGrey(image);
  const isOfSize = grey.width === size.width && grey.height === size.height;
  const steps = { invert: invert ?? hasLightBorder(grey), trim: trim ?? !isOfSize, keepAspect };
  const inverted = steps.invert ? inverse(grey) : grey;
  const trimmed = steps.trim ? withoutBackground(inverted) : inverted;
  return { grey, inverted, trimmed, fitted: fitInto(trimmed, size, keepAspect), steps };
}

/** The brightness of each pixel by ITU-R BT.601. A transparent pixel is blended with white. */
export function toGrey({ width, height, data }: ColourImage): GreyImage {
  const grey = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const at = 4 * pixel;
    const brightness = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
    grey[pixel] = Math.round(255 + (data[at + 3]! / 255) * (brightness - 255));
  }
  return { width, height, data: grey };
}

/** Whether the mean of the outermost pixels of a picture is above half of the brightness (127.5). */
export function hasLightBorder({ width, height, data }: GreyImage): boolean {
  let sum = 0;
  let pixels = 0;
  for (let y = 0; y < height; y++) {
    const isEdge = y === 0 || y === height - 1;
    for (let x = 0; x < width; x += isEdge ? 1 : Math.max(1, width - 1)) {
      sum += data[y * width + x]!;
      pixels++;
    }
  }
  return sum / pixels > 127.5;
}

export function inverse({ width, height, data }: GreyImage): GreyImage {
  return { width, height, data: data.map((value) => 255 - value) };
}

/** Largest difference between a background pixel and the mean of the corner pixels: 5 % of the brightness (255). */
const closeness = 0.05 * 255;

/**
 * Cuts off the rows and columns at the sides whose pixels all differ from the mean of the four corner pixels by at most
 * {@link closeness}. A picture of which nothing would be left stays as it is.
 */
export function withoutBackground(image: GreyImage): GreyImage {
  const { width, height, data } = image;
  const at = (x: number, y: number) => data[y * width + x]!;
  const corners = [at(0, 0), at(width - 1, 0), at(0, height - 1), at(width - 1, height - 1)];
  const background = corners.reduce((sum, one) => sum + one) / corners.length;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (Math.abs(at(x, y) - background) <= closeness) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  if (right < 0) return image;
  const cut: GreyImage = {
    width: right - left + 1,
    height: bottom - top + 1,
    data: new Uint8Array((right - left + 1) * (bottom - top + 1)),
  };
  for (let y = 0; y < cut.height; y++) {
    const from = (top + y) * width + left;
    cut.data.set(data.subarray(from, from + cut.width), y * cut.width);
  }
  return cut;
}

/**
 * Scales a picture until it just fits into `size` (pixels), and centres it on black. Without `keepAspect`, the picture
 * fills all of `size`. A pixel of the result is the mean of the area that it covers in the picture.
 */
export function fitInto(
  image: GreyImage,
  size: { width: number; height: number },
  keepAspect: boolean,
): GreyImage {
  const scale = Math.min(size.width / image.width, size.height / image.height);
  const scaled = (length: number, most: number) =>
    keepAspect ? Math.min(most, Math.max(1, Math.round(length * scale))) : most;
  const width = scaled(image.width, size.width);
  const height = scaled(image.height, size.height);
  const narrow = inColumns(image, width);
  const small = transposed(inColumns(transposed(narrow), height));
  const data = new Uint8Array(size.width * size.height);
  const left = Math.floor((size.width - width) / 2);
  const top = Math.floor((size.height - height) / 2);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data[(top + y) * size.width + left + x] = Math.round(small.data[y * width + x]!);
  return { ...size, data };
}

interface Plane {
  width: number;
  height: number;
  data: ArrayLike<number>;
}

/** Divides each row into `columns` equal parts, and returns the mean of each part. */
function inColumns({ width, height, data }: Plane, columns: number): Plane {
  const means = new Float64Array(columns * height);
  const share = width / columns;
  for (let column = 0; column < columns; column++) {
    const from = column * share;
    const to = from + share;
    for (let x = Math.floor(from); x < Math.min(width, Math.ceil(to)); x++) {
      const part = Math.min(to, x + 1) - Math.max(from, x);
      for (let y = 0; y < height; y++) means[y * columns + column]! += (part / share) * data[y * width + x]!;
    }
  }
  return { width: columns, height, data: means };
}

function transposed({ width, height, data }: Plane): Plane {
  const turned = new Float64Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) turned[x * height + y] = data[y * width + x]!;
  return { width: height, height: width, data: turned };
}
