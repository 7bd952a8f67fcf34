/** The layers of a network that belongs to no run, as lines. */
import * as l10n from "@vscode/l10n";
import type { NetworkSummary } from "../protocol/modelProtocol";
import { wholeNumber } from "../text/numbers";
import { aligned } from "./runsTable";

export function summaryLines({ input, layers, parameters, multiplications }: NetworkSummary): string[] {
  const titles = [
    l10n.t("layer"),
    l10n.t("type"),
    l10n.t("output shape"),
    l10n.t("parameters"),
    l10n.t("multiplications"),
  ];
  const count = (number: number) => (number === 0 ? "" : wholeNumber(number));
  const rows = layers.map(({ name, depth, type, shape, ...figures }) => [
    depth === 0 ? type : "  ".repeat(depth) + name.slice(name.lastIndexOf(".") + 1),
    depth === 0 ? "" : type,
    `[${shape.join(", ")}]`,
    count(figures.parameters),
    count(figures.multiplications),
  ]);
  return [
    ...aligned([titles, ...rows], (column) => column > 2),
    "",
    l10n.t(
      "{0} parameters; {1} multiplications for an input of [{2}].",
      wholeNumber(parameters),
      wholeNumber(multiplications),
      input.join(", "),
    ),
  ];
}
