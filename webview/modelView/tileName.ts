import type { Answers } from "../../src/protocol/modelProtocol";
import { percentage } from "../../src/runs/figures";
import type { Mark } from "../../src/runs/marks";
import { integer } from "../figures/format";
import { confidenceOf, numberOf } from "../figures/imageFilter";
import { strings } from "../strings";

/**
 * An image in words, for example `image 1,234: Shirt, predicted T-shirt/top with 83.0%`.
 * @param index row of the image in `answers`
 */
export function tileName(
  index: number,
  answers: Answers,
  classes: readonly string[],
  mark: Mark | undefined,
): string {
  const name = nameOf(index, answers, classes);
  const { marks } = strings.model;
  return mark ? marks.tile(name, marks.kinds[mark]) : name;
}

function nameOf(index: number, answers: Answers, classes: readonly string[]): string {
  const words = strings.model.grid;
  const number = integer(numberOf(answers, index));
  const label = classes[answers.labels[index]!] ?? strings.none;
  const prediction = classes[answers.predicted[index]!] ?? strings.none;
  const share = percentage(confidenceOf(answers)[index]!);
  if (!answers.confidence) return words.trainTile(number, label, prediction, share);
  return label === prediction
    ? words.rightTile(number, label, share)
    : words.tile(number, label, prediction, share);
}
