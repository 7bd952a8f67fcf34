/** Texts of counts, for example `1 step` and `2 steps`. */
import * as l10n from "@vscode/l10n";
import { plural } from "./language";
import { wholeNumber } from "./numbers";

/**
 * @param shown the count as the text shows it, in every function of this file. Default: with separators, such as
 * `1,000`; in {@link labelsText} and {@link bytesText} plain digits, since their texts are about the bytes of a file
 */
export function stepsText(count: number, shown = wholeNumber(count)): string {
  return plural(count, l10n.t("1 step"), l10n.t("{0} steps", shown));
}

export function epochsText(count: number, shown = wholeNumber(count)): string {
  return plural(count, l10n.t("1 epoch"), l10n.t("{0} epochs", shown));
}

export function runsText(count: number, shown = wholeNumber(count)): string {
  return plural(count, l10n.t("1 run"), l10n.t("{0} runs", shown));
}

export function updatesText(count: number, shown = wholeNumber(count)): string {
  return plural(count, l10n.t("1 update"), l10n.t("{0} updates", shown));
}

export function samplesText(count: number, shown = wholeNumber(count)): string {
  return plural(count, l10n.t("1 sample"), l10n.t("{0} samples", shown));
}

export function imagesText(count: number, shown = wholeNumber(count)): string {
  return plural(count, l10n.t("1 image"), l10n.t("{0} images", shown));
}

export function labelsText(count: number, shown = String(count)): string {
  return plural(count, l10n.t("1 label"), l10n.t("{0} labels", shown));
}

/** A number of bytes, for comparisons in which a single byte matters. It is never shown in a larger unit such as KB. */
export function bytesText(count: number, shown = String(count)): string {
  return plural(count, l10n.t("1 byte"), l10n.t("{0} bytes", shown));
}
