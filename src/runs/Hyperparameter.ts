import type { ModelKind } from "./models";
import type { OptimizerName } from "./optimizers";
import type { ScheduleName } from "./schedules";
import type { Seed } from "./seed";

/** Bounds of a number: `from` and `to` are included, `above` and `below` excluded. */
export interface Bounds {
  above?: number;
  from?: number;
  below?: number;
  to?: number;
}

/** The kinds of values of a hyperparameter. */
export type Kind =
  | ({ kind: "number" | "whole number"; isNullable?: boolean } & Bounds)
  | { kind: "flag" }
  /** `of` has the label of each value that may be chosen. */
  | { kind: "choice"; of: Readonly<Record<string, string>> }
  | { kind: "folder" }
  | { kind: "seed" }
  /** A list of at most `most` numbers, each from `from` to `to`. As text, the numbers have `separator` between them. */
  | { kind: "whole numbers"; most: number; from: number; to: number; separator: string }
  /** A list of at most `most` indices of images, each from 0 to `to`; ascending and without repetitions. */
  | { kind: "indices"; most: number; to: number };

/** The description of one hyperparameter. */
export interface Hyperparameter {
  allows: Kind;
  /**
   * The value that is used if none is given. If PyTorch's optimization tutorial sets the hyperparameter, the default is
   * the tutorial's value.
   */
  default: unknown;
  /**
   * The value for runs whose recorded configuration lacks the hyperparameter. Absent if no recorded configuration lacks
   * it.
   */
  inOlderRuns?: unknown;
  /**
   * Defaults that depend on the value of another hyperparameter, `key`. `of` has the default for each such value; if
   * `of` lacks the value, `default` applies. Null in the VS Code setting stands for the default.
   */
  defaultBy?: { key: "optimizer" | "schedule.name"; of: Readonly<Record<string, number>> };
  label: string;
  /**
   * Returns the text for a line with several hyperparameters, such as `batch 64`. Default: the label in lower case,
   * then the value as text.
   * @param text the value as text
   */
  brief?: (text: string, value: unknown) => string;
  /** Name of the hyperparameter's VS Code setting; absent if there is none. */
  setting?: string;
  /**
   * The command line's option. `ofFork` replaces `description` in the help of the commands that resume or fork a run.
   * An option with a path has no description here, since each command describes the path itself.
   */
  option?: { flags: string; description?: string; ofFork?: string };
  /** Whether the trained weights depend on the hyperparameter by more than rounding errors. */
  decidesResult: boolean;
  /**
   * Whether a fork can have another value than its parent. `dataset.location` is an exception: the member is false,
   * although a fork may name another folder.
   */
  isForked: boolean;
  /** Whether a list of hyperparameters shows the value always, or only where the value is not the default. */
  isShown: "always" | "changed";
  /** The optimizers and the schedules that use the hyperparameter. Default: all optimizers and all schedules. */
  when?: { optimizer?: readonly OptimizerName[]; "schedule.name"?: readonly ScheduleName[] };
  /** The models that have the hyperparameter. Default: all. A RunConfig of another model lacks the key. */
  models?: readonly ModelKind[];
}

/** The type of the values of a kind. */
export type ValueOfKind<K> = K extends { kind: "choice"; of: infer Labels }
  ? keyof Labels & string
  : K extends { isNullable: true }
    ? number | null
    : K extends { kind: "number" | "whole number" }
      ? number
      : K extends { kind: "flag" }
        ? boolean
        : K extends { kind: "folder" }
          ? string
          : K extends { kind: "seed" }
            ? Seed
            : number[];
