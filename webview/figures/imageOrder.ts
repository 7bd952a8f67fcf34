import type { Answers, Histories } from "../../src/protocol/modelProtocol";
import { confidenceOf } from "./imageFilter";

/** The orders of a grid of images. `forgotten` needs histories, which the training set alone has. */
export const imageOrders = ["loss", "sure", "unsure", "index", "forgotten"] as const;
export type ImageOrder = (typeof imageOrders)[number];
export const historyOrders: readonly ImageOrder[] = ["forgotten"];

/**
 * The rows of all images in an order: by the highest loss, the highest or lowest confidence, the row, or how often the
 * image was forgotten. Images without a value come last. Images with equal values are in the order of their rows, and
 * so are all images if the order needs histories and there are none.
 */
export function orderImages(order: ImageOrder, answers: Answers, histories?: Histories | null): Uint32Array {
  const all = Uint32Array.from(answers.labels.keys());
  const [values, sign] = valuesOf(order, answers, histories);
  if (!values) return all;
  const keys = Float64Array.from(values, (value) =>
    Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value,
  );
  return all.sort((a, b) => {
    const one = keys[a]!;
    const two = keys[b]!;
    return one < two ? -1 : one > two ? 1 : a - b;
  });
}

function valuesOf(
  order: ImageOrder,
  answers: Answers,
  histories: Histories | null | undefined,
): [values: ArrayLike<number> | undefined, sign: 1 | -1] {
  switch (order) {
    case "index":
      return [undefined, 1];
    case "loss":
      return [answers.loss, -1];
    case "sure":
      return [confidenceOf(answers), -1];
    case "unsure":
      return [confidenceOf(answers), 1];
    case "forgotten":
      return [histories?.forgotten, -1];
  }
}
