/** Formats the layers of a network that belongs to no run as lines of text. */
import * as l10n from "@vscode/l10n";
import type { NetworkSummary } from "../protocol/modelProtocol";
import { wholeNumber, withDecimals } from "../text/numbers";
import { aligned } from "./runsTable";

export function summaryLines({
  input,
  layers,
  parameters,
  multiplications,
  memory,
}: NetworkSummary): string[] {
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
    l10n.t(
      "Memory of a training with batches of {0}, beside data and program: {1} MB for parameters, {2} MB for gradients and optimizer, {3} MB for the outputs of layers and their gradients, {4} MB in all.",
      memory.batchSize,
      megabytes(memory.parameters),
      megabytes(memory.gradientsAndState),
      megabytes(memory.activations),
      megabytes(memory.parameters + memory.gradientsAndState + memory.activations),
    ),
  ];
}

function megabytes(bytes: number): string {
  return withDecimals(bytes / 1e6, 2);
}
