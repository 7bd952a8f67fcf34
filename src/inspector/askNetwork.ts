/** The outputs of a network for images. */
import { setImmediate as nextTurn } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { type CancellationToken, ResponseError } from "vscode-jsonrpc";
import type { ImageDataset } from "../data";
import type { ImageShape } from "../datasets/datasets";
import { questionCancelled } from "../protocol/inspectorProtocol";
import type { Prediction } from "../protocol/modelProtocol";
import { fromBytes, type nn, noGrad, type Tensor, tensor, tidy } from "../tensor";

/** Largest number of images in a forward pass. An image's logits are the same to the bit in batches of any size. */
const AT_ONCE = 512;

/**
 * The probabilities of all classes for one image, and the saliency: the gradient of one class's logit with respect to
 * the network's input.
 * @param pixels the image's pixels, row-major
 * @param saliencyOf index of the class of the saliency; default: the predicted class
 */
export function predict(
  model: nn.Layer,
  pixels: Uint8Array,
  image: ImageShape,
  saliencyOf?: number,
): Prediction {
  return tidy(() => {
    const x = fromBytes(pixels, image, { firstRow: 0, rows: 1 }).requiresGrad_();
    const logits = model.forward(x);
    const probabilities = noGrad(() => logits.softmax(1)).toFloat32Array();
    const [predicted] = logits.argmax();
    const one = new Float32Array(probabilities.length);
    one[saliencyOf ?? predicted!] = 1;
    logits.backward(tensor(one, logits.shape));
    return { probabilities, saliency: x.grad!.toFloat32Array() };
  });
}

/**
 * Calls `use` with the logits [b, classes] of each batch of images, and with the number of images before the batch.
 * @param indices indices of the images; default: all images
 * @throws ResponseError when the token is cancelled
 */
export async function eachBatch(
  model: nn.Layer,
  { images, image, length }: ImageDataset,
  token: CancellationToken,
  use: (logits: Tensor, firstRow: number) => void,
  indices?: Int32Array,
): Promise<void> {
  const count = indices?.length ?? length;
  for (let firstRow = 0; firstRow < count; firstRow += AT_ONCE) {
    const rows = Math.min(AT_ONCE, count - firstRow);
    const which = indices ? { indices: indices.subarray(firstRow, firstRow + rows) } : { firstRow, rows };
    tidy(() => noGrad(() => use(model.forward(fromBytes(images, image, which)), firstRow)));
    await nextTurn();
    throwIfCancelled(token);
  }
}

export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(questionCancelled, l10n.t("The question was cancelled."));
}
