import { defaultOf, isUsed, valueAt } from "./configValues";
import { hyperparameterList } from "./hyperparameters";
import type { RunConfig } from "./RunConfig";

/**
 * The words of a command line that trains with a configuration: `train --optimizer adam`. Hyperparameters that have
 * their default, are not used or have no option are left out.
 */
export function trainWords(config: RunConfig): string[] {
  const words = ["train"];
  for (const { key, option, allows } of hyperparameterList) {
    if (!option || !isUsed(key, config)) continue;
    const value = valueAt(config, key);
    const usual = defaultOf(key, config);
    if (value === undefined || value === null || JSON.stringify(value) === JSON.stringify(usual)) continue;
    const [flag = ""] = option.flags.split(/[ ,]/);
    if (allows.kind === "flag") {
      words.push(flag);
    } else if (!(allows.kind === "folder" && value === "")) words.push(flag, String(value));
  }
  return words;
}

/** The words as one text that a POSIX shell splits into the same words. */
export function shellText(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}
