import type { Answers, Histories } from "../../src/protocol/modelProtocol";
import { rankSuspects } from "../../src/runs/suspects";
import { confidenceOf } from "./imageFilter";

/** The orders of a grid of images. The last two need histories, which the training set alone has. */
export const imageOrders = ["loss", "sure", "unsure", "index", "forgotten", "margin"] as const;
export type ImageOrder = (typeof imageOrders)[number];
export const historyOrders: readonly ImageOrder[] = ["forgotten", "margin"];

/**
 * Orders images: by the highest loss, the highest or lowest confidence, the image's number, the number of times that it
 * was forgotten, or the lowest margin. Values that are not numbers come last, equal ones by the image's number.
 */
export function orderImages(
  indices: readonly number[],
  order: ImageOrder,
  answers: Answers,
  histories?: Histories | null,
): number[] {
  if (order === "margin") return bySuspicion(indices, histories);
  const [values, sign] = valuesOf(order, answers, histories);
  if (!values) return [...indices];
  const keys = Float64Array.from(indices, (index) => {
    const value = values[index]!;
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
  });
  const places = Uint32Array.from(indices, (_, place) => place);
  return Array.from(
    places.sort((a, b) => {
      const one = keys[a]!;
      const two = keys[b]!;
      return one < two ? -1 : one > two ? 1 : a - b;
    }),
    (place) => indices[place]!,
  );
}

function bySuspicion(indices: readonly number[], histories: Histories | null | undefined): number[] {
  if (!histories) return [...indices];
  const wanted = new Set(indices);
  const ranked = Array.from(rankSuspects(histories.meanMargin, "margin")).filter((index) =>
    wanted.delete(index),
  );
  return [...ranked, ...wanted];
}

function valuesOf(
  order: Exclude<ImageOrder, "margin">,
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
