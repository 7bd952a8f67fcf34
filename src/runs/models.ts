import * as l10n from "@vscode/l10n";
import type { Hyperparameter } from "./Hyperparameter";

/**
 * An option of a model: a hyperparameter without the members of {@link OfModels}, which {@link modelHyperparameters}
 * adds.
 */
type ModelOption = Omit<Hyperparameter, keyof OfModels>;

/** The members of a hyperparameter that are the same for all options of models. */
const ofEveryOption = { decidesResult: true, isForked: false, isShown: "always" } as const;

interface ModelEntry {
  /** The model's name in lists and messages. */
  label: string;
  /** The options by name. Two models may have an option of the same name, which is then one hyperparameter. */
  options: Readonly<Record<string, ModelOption>>;
  /** A sentence that states how to make the model fit into memory. */
  whenTooLarge: string;
}

/**
 * The text of the hidden layers in a line with other hyperparameters: the layers' widths. A single width gets a label,
 * since nobody could tell what a single number without a label means.
 */
function hiddenLayers(text: string, value: unknown): string {
  const count = Array.isArray(value) ? value.length : 0;
  if (count === 0) return l10n.t("no hidden layers");
  return count === 1 ? l10n.t("hidden layer {0}", text) : text;
}

const smallerBatch = l10n.t("Choose a smaller batch size or a smaller model.");

/** The models that a run can train. `src/model/makeModel.ts` makes them. */
export const models = {
  mlp: {
    label: "MLP",
    options: {
      hidden: {
        allows: { kind: "whole numbers", most: 16, from: 1, to: 8192, separator: " × " },
        default: [512, 512],
        label: l10n.t("Hidden layers"),
        brief: hiddenLayers,
        setting: "fittingRoom.hyperparameters.hiddenLayers",
        option: {
          flags: "--hidden <widths>",
          description: l10n.t("widths of the hidden layers; none for a linear model"),
        },
      },
    },
    whenTooLarge: l10n.t("Choose a smaller batch size or narrower hidden layers."),
  },
  lenet5: { label: "LeNet-5", options: {}, whenTooLarge: smallerBatch },
  "tiny-vgg": { label: "TinyVGG", options: {}, whenTooLarge: smallerBatch },
  convnet: {
    label: "ConvNet",
    options: {
      width: {
        allows: { kind: "whole number", from: 1, to: 512 },
        default: 32,
        inOlderRuns: 32,
        label: l10n.t("Network width"),
        brief: (text) => l10n.t("width {0}", text),
        setting: "fittingRoom.hyperparameters.width",
        option: {
          flags: "--width <n>",
          description: l10n.t("channels of the first two convolutions; the others have twice as many"),
        },
      },
    },
    whenTooLarge: l10n.t("Choose a smaller batch size or a smaller width."),
  },
  resnet: { label: "ResNet", options: {}, whenTooLarge: smallerBatch },
} as const satisfies Record<string, ModelEntry>;

export type ModelKind = keyof typeof models;

export const modelKinds = Object.keys(models) as ModelKind[];

/** The options of a model, by name. */
export type OptionsOf<Kind extends ModelKind> = (typeof models)[Kind]["options"];

type OptionName = { [Kind in ModelKind]: keyof OptionsOf<Kind> & string }[ModelKind];
type OptionNamed<Name extends string> = {
  [Kind in ModelKind]: Name extends keyof OptionsOf<Kind> ? OptionsOf<Kind>[Name] : never;
}[ModelKind];
type OfModels = typeof ofEveryOption & { when?: never; models: readonly ModelKind[] };

/** The options of all models as hyperparameters, by the option's key in a RunConfig (`model.OPTION`). */
export const modelHyperparameters = Object.fromEntries(
  modelKinds.flatMap((kind) =>
    Object.entries(models[kind].options).map(([name, option]) => [
      `model.${name}`,
      { ...option, ...ofEveryOption, models: modelKinds.filter((other) => name in models[other].options) },
    ]),
  ),
) as unknown as { [Name in OptionName as `model.${Name}`]: OptionNamed<Name> & OfModels };
