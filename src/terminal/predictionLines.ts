/** Formats the answer of a network for an image file: as a line of text, and as JSON. */
import type { PreparedImage } from "../images/prepareImage";
import type { Prediction } from "../protocol/modelProtocol";
import { likeliest } from "./evaluationLines";

export function predictionJson(
  file: string,
  { probabilities }: Prediction,
  classes: readonly string[],
  steps: PreparedImage["steps"],
): object {
  const predicted = probabilities.indexOf(Math.max(...probabilities));
  return { file, predicted, name: classes[predicted], probabilities: [...probabilities], steps };
}

/** A line with the file and the {@link likeliest} classes of at least 5 %. */
export function predictionLine(
  file: string,
  { probabilities }: Prediction,
  classes: readonly string[],
): string {
  return [file, ...likeliest(probabilities, classes, 0.05)].join("  ");
}
