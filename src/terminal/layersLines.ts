/** Formats the layers of a run's network: as lines of text, and as JSON. */
import * as l10n from "@vscode/l10n";
import type { LayersAnswer } from "../protocol/inspectorProtocol";
import { lossText, percentage } from "../runs/figures";
import { epochsText } from "../text/amounts";
import { plural } from "../text/language";
import { wholeNumber } from "../text/numbers";
import { diagnosisLines } from "./diagnosisLines";
import type { NamedRun } from "./evaluationLines";
import { aligned } from "./runsTable";

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

export function layersJson(run: NamedRun, { file, epoch, step, arrays, units, found }: LayersAnswer): object {
  const layers = arrays.map((figures) => ({ ...figures, size: sizeOf(figures.shape) }));
  return { ...run, checkpoint: file, epoch, step, layers, units, diagnoses: found.diagnoses };
}

export function layersLines(name: string, { file, epoch, arrays, units, found }: LayersAnswer): string[] {
  const titles = [
    l10n.t("weights"),
    l10n.t("shape"),
    l10n.t("number"),
    l10n.t("mean"),
    l10n.t("deviation"),
    l10n.t("norm"),
    l10n.t("zeros"),
  ];
  const total = arrays.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return [
    l10n.t("{0}, {1} after {2}: {3} parameters.", name, file, epochsText(epoch), wholeNumber(total)),
    "",
    ...aligned(
      [
        titles,
        ...arrays.map(({ name: array, shape, mean, standardDeviation, norm, zeros }) => [
          array,
          shape.join(" × "),
          String(sizeOf(shape)),
          lossText(mean),
          lossText(standardDeviation),
          lossText(norm),
          percentage(zeros),
        ]),
      ],
      (column) => column > 1,
    ),
    "",
    ...(units === null
      ? [l10n.t("Units that are never active are not known: the data set is not on this machine.")]
      : units.map(({ name: layer, units: all, dead }) =>
          plural(
            dead,
            l10n.t("{0}: 1 of {1} units is inactive for every test image.", layer, all),
            l10n.t("{0}: {1} of {2} units are inactive for every test image.", layer, dead, all),
          ),
        )),
    ...diagnosisLines(found),
  ];
}
