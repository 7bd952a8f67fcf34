import * as l10n from "@vscode/l10n";
import { convertIndexedToRgb, type DecodedPng, decode as decodePng } from "fast-png";
import { decode as decodeJpeg } from "jpeg-js";
import { orientationOf, turned } from "../images/orientation";
import { checkPicture, mostMegapixels } from "../images/pictureFile";
import type { ColourImage } from "../images/prepareImage";
import { withoutStop } from "../text/sentences";

/**
 * Decodes a PNG or a JPEG file. Turns the picture as its EXIF orientation states.
 * @throws Error, why it cannot be decoded, as the end of a sentence
 */
export function decodeImage(bytes: Uint8Array): ColourImage {
  const kind = checkPicture(bytes);
  try {
    const stored =
      kind === "png"
        ? fromPng(bytes)
        : decodeJpeg(bytes, { useTArray: true, maxResolutionInMP: mostMegapixels });
    return turned(stored, orientationOf(bytes, kind));
  } catch (error) {
    throw new Error(l10n.t("it is damaged ({0})", withoutStop((error as Error).message)));
  }
}

function fromPng(bytes: Uint8Array): ColourImage {
  const png = decodePng(bytes);
  const { width, height } = png;
  const { samples, channels } = samplesOf(png);
  const data = new Uint8Array(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    const isGrey = channels < 3;
    const [red, green, blue] = isGrey ? [0, 0, 0] : [0, 1, 2];
    const opacity = channels % 2 === 0 ? samples[from + channels - 1]! : 255;
    data.set([samples[from + red!]!, samples[from + green!]!, samples[from + blue!]!, opacity], 4 * pixel);
  }
  return { width, height, data };
}

/** The samples of all pixels, each from 0 to 255, and the number of samples of a pixel. */
function samplesOf(png: DecodedPng): { samples: ArrayLike<number>; channels: number } {
  const { width, height, depth, channels, palette, data } = png;
  if (palette) return { samples: convertIndexedToRgb(png), channels: palette[0]!.length };
  if (depth === 8) return { samples: data, channels };
  if (depth === 16) return { samples: Uint8Array.from(data, (sample) => sample >> 8), channels };
  // One byte holds several samples. Each row begins at a new byte.
  const samples = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * rowBytes + (bit >> 3)]!;
      samples[y * width + x] = (255 / most) * ((byte >> (8 - depth - (bit & 7))) & most);
    }
  return { samples, channels: 1 };
}
