import { checkPicture } from "../../src/images/pictureFile";
import type { ColourImage } from "../../src/images/prepareImage";
import { strings } from "../strings";

/**
 * Decodes a PNG or a JPEG file, turned as the file's metadata states.
 * @throws Error whose message states, as the end of a sentence, why the file is not used
 */
export async function decodePicture(bytes: Uint8Array<ArrayBuffer>): Promise<ColourImage> {
  const type = `image/${checkPicture(bytes)}`;
  let bitmap: ImageBitmap;
  try {
    // Without a conversion, the pixels have the values in the file.
    bitmap = await createImageBitmap(new Blob([bytes], { type }), { colorSpaceConversion: "none" });
  } catch {
    throw new Error(strings.model.tried.damaged);
  }
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}
