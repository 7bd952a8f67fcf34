import { join } from "node:path";
import { defaultOf, isUsed, valueAt } from "./configValues";
import { hyperparameterList } from "./hyperparameters";
import type { RunConfig } from "./RunConfig";
import { defaultRunsFolder } from "./runsFolder";
import { withForkChanges } from "./withForkChanges";

type Entry = (typeof hyperparameterList)[number];

/**
 * The words of a command line that trains with a configuration: `train --optimizer adam`. Hyperparameters that have
 * their default, are not used or have no option are left out.
 */
export function trainWords(config: RunConfig): string[] {
  return [
    "train",
    ...hyperparameterList.flatMap((one) => optionWords(one, config, defaultOf(one.key, config))),
  ];
}

/**
 * The words of a command line that makes a fork again: `fork RUN --checkpoint FILE --learning-rate 0.05 --epochs 6`.
 * The learning rate and the epochs are always given. The optimizer and the schedule are left out if they are the
 * parent's. Another hyperparameter is left out if it has the value that a fork of the parent with this optimizer and
 * this schedule has by default, or if a fork cannot change it.
 * @param config the fork's configuration
 * @param checkpoint the checkpoint at which the fork begins
 * @param parent the parent's folder and its configuration
 */
export function forkWords(
  config: RunConfig,
  checkpoint: string,
  parent: { folder: string; config: RunConfig },
): string[] {
  const { optimizer, schedule } = config;
  const before = withForkChanges(parent.config, { optimizer, schedule: { name: schedule.name } });
  const options = hyperparameterList.flatMap((one) => {
    const { key } = one;
    if (key === "learningRate" || key === "epochs") return optionWords(one, config, undefined);
    const isChosenBefore = key === "optimizer" || key === "schedule.name";
    const usual = valueAt(isChosenBefore ? parent.config : before, key);
    return one.isForked || key === "dataset.location" ? optionWords(one, config, usual) : [];
  });
  return ["fork", parent.folder, "--checkpoint", checkpoint, ...options];
}

/** The value of an option that stands for null. Every view shows null as this word in the user's language. */
export const ALL = "all";

/**
 * The words of the option that sets a hyperparameter to its value in a configuration. Empty if the value is `usual` or
 * an empty path, if the configuration does not use the hyperparameter, or if there is no such option.
 */
function optionWords({ key, option, allows }: Entry, config: RunConfig, usual: unknown): string[] {
  if (!option || !isUsed(key, config)) return [];
  const value = valueAt(config, key);
  if (value === undefined || JSON.stringify(value) === JSON.stringify(usual)) return [];
  const [flag = ""] = option.flags.split(/[ ,]/);
  if (allows.kind === "flag") return [flagFor(flag, value === true)];
  return allows.kind === "folder" && value === "" ? [] : [flag, String(value ?? ALL)];
}

/** The flag or its negation, such as `--nesterov` and `--no-nesterov`. */
function flagFor(flag: string, isOn: boolean): string {
  const name = flag.replace(/^--(no-)?/, "");
  return isOn ? `--${name}` : `--no-${name}`;
}

/**
 * The words of a command about one run, whose name may look like an option: `restore --runs /x/runs -- -rf`.
 * @param runs the runs folder; left out if the command is to use the default one
 */
export function wordsAboutRun(command: string, run: string, runs?: string): string[] {
  return [
    command,
    ...(runs === undefined ? [] : ["--runs", runs]),
    ...(run.startsWith("-") ? ["--"] : []),
    run,
  ];
}

/**
 * The option that names a runs folder. Empty for the default folder of `workspace`, in which a terminal of the editor
 * starts; undefined if it may start elsewhere.
 */
export function runsWords(folder: string, workspace: string | undefined): string[] {
  return workspace !== undefined && folder === join(workspace, defaultRunsFolder) ? [] : ["--runs", folder];
}

/** The words as one text that a POSIX shell splits into the same words. */
export function shellText(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}
