import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { DiagnosisRule } from "../runs/diagnoses/Diagnosis";
import { type Remedy, remedyFor } from "../runs/diagnoses/remedy";
import { hyperparameters } from "../runs/hyperparameters";
import { inName } from "../runs/inert";
import { valueSchema } from "../runs/RunConfig";
import type { RunWithState } from "../runs/RunStore";
import { trainedConfig } from "../runs/trainedConfig";
import { wholeNumber } from "../text/numbers";
import { parseNumber } from "../text/parseNumber";
import { parseEpochsAbove, type Typed } from "./controlValues";
import { isThere } from "./isThere";
import { askNumber } from "./questions";
import type { Session } from "./Session";
import type { TrainingStarter } from "./TrainingStarter";

interface Trainings {
  session: Session;
  starter: TrainingStarter;
}

/** Applies the remedy of a diagnosis by {@link applyRemedy}. @returns whether a training has started */
export async function followDiagnosis(
  trainings: Trainings,
  run: RunWithState,
  rule: DiagnosisRule,
): Promise<boolean> {
  const found = run.state.diagnoses.find((one) => one.rule === rule);
  return applyRemedy(trainings, run, found && remedyFor(found, run.state));
}

/**
 * Forks a run at the checkpoint of `remedy`; trains it again from the beginning if the remedy has no checkpoint. First
 * the user confirms or changes the remedy's value.
 * @param remedy undefined if no remedy is known; the function then does nothing
 * @returns whether a training has started
 */
export async function applyRemedy(
  { session, starter }: Trainings,
  run: RunWithState,
  remedy: Remedy | undefined,
): Promise<boolean> {
  const config = trainedConfig(run.state);
  if (!remedy || !config || !(await starter.isTrusted())) return false;
  const { checkpoint } = remedy;
  if (checkpoint && !isThere(run)) return false;
  const [key, suggested] = Object.entries(remedy.changes)[0] as ["learningRate" | "weightDecay", number];
  const { label } = hyperparameters[key];
  const title = checkpoint
    ? l10n.t("Fork {0}", inName(run.name))
    : l10n.t("Train {0} Again", inName(run.name));
  const value = await askNumber({
    title,
    prompt: checkpoint
      ? l10n.t(
          "{0}, so far {1}; a new run starts at step {2}",
          label,
          config[key],
          wholeNumber(checkpoint.step),
        )
      : l10n.t("{0}, so far {1}; a new run starts from the beginning", label, config[key]),
    value: String(suggested),
    parse: (text) => parseValue(key, text),
  });
  if (value === undefined) return false;
  const changes = { [key]: value };
  if (!checkpoint)
    return starter.startWithData(run, (location = config.dataset.location) =>
      session.train({ ...config, ...changes, dataset: { ...config.dataset, location } }),
    );
  const { epoch, file } = checkpoint;
  const epochs =
    epoch < config.epochs
      ? config.epochs
      : await askNumber({
          title,
          prompt: l10n.t("Epochs of the whole run, the {0} of the checkpoint included", epoch),
          value: String(epoch + config.epochs),
          parse: (text) => parseEpochsAbove(text, epoch),
        });
  if (epochs === undefined) return false;
  return starter.startWithData(run, (location) => session.fork(run, file, { ...changes, epochs }, location));
}

function parseValue(key: "learningRate" | "weightDecay", text: string): Typed {
  const { success, output, issues } = v.safeParse(valueSchema(key), parseNumber(text.trim()));
  if (success) return { value: output };
  return { error: l10n.t("{0} {1}.", hyperparameters[key].label, issues[0].message) };
}
