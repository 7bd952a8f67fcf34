import { parseArgs } from "node:util";
import { type PresetName, presetNames } from "../../src/runs/presets";
import { fullPlan, type Plan, quickPlan } from "./Plan";
import { type NetworkName, networkNames } from "./peers/NetworkPeer";

export const partNames = ["kernels", "training", "networks", "busy", "sweep"] as const;
export type Part = (typeof partNames)[number];

export const formats = ["text", "json", "markdown"] as const;

export interface BenchArguments {
  parts: readonly Part[];
  peers: boolean;
  watching: boolean;
  dashboard: boolean;
  /** The folder with Fashion-MNIST's files for the run in the Model view; undefined if the view is not measured. */
  model?: string | undefined;
  /** The convolutional networks that the part `networks` measures. */
  models: readonly NetworkName[];
  /** The presets and the number of seeds for the time to an accuracy; undefined if this time is not measured. */
  toAccuracy?: { presets: readonly string[]; seeds: number };
  plan: Plan;
  format: (typeof formats)[number];
  /** Path of the Node.js to measure. */
  node: string;
  /** Value of `--data`; undefined without it. */
  data?: string;
  /** Value of `--threads`; undefined without it. */
  threads?: number;
}

export const usage = `npm run bench -- [PART ...] [OPTIONS]

Measures the engine on this machine. Parts: ${partNames.join(", ")}; all of them when none is named.

  --peers        also measures PyTorch and TensorFlow.js, in turns with our parts training
                 and networks
  --watching     measures what a visible dashboard costs a training, in VS Code's server and
                 Chromium; alone when no part is named. With --data also for a run of 5 epochs
  --dashboard    also measures lists and charts of 100 long and of 2,000 runs, in a terminal and
                 in the same workbench; alone when no part is named
  --model        also measures how fast the Model view opens, scrolls and answers in the same
                 workbench; alone when no part is named. Needs --data
  --models LIST  the networks of the part networks (default: ${networkNames.join(",")})
  --steps N      measured steps of each of these networks in every round
  --to-accuracy  also measures the time from the start of a training to test accuracies, with each
                 preset; alone when no part is named. About half an hour on two quiet cores
  --presets A,B  the presets of --to-accuracy (default: all but the tutorial's)
  --seeds N      trainings of each preset (default: 5)
  --quick        fewer and shorter measurements
  --data DIR     folder with Fashion-MNIST's four files (default: as npm run train)
  --threads N    how many threads compute (default: as npm run train)
  --node PATH    the Node.js to measure (default: the one that runs this)
  --json         prints the results as JSON
  --markdown     prints the tables as Markdown`;

/**
 * Parses the command's arguments.
 * @returns undefined when help was requested
 * @throws Error for invalid arguments, with a message for the user
 */
export function parseArguments(argv: readonly string[]): BenchArguments | undefined {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      peers: { type: "boolean", default: false },
      watching: { type: "boolean", default: false },
      dashboard: { type: "boolean", default: false },
      model: { type: "boolean", default: false },
      "to-accuracy": { type: "boolean", default: false },
      presets: { type: "string" },
      seeds: { type: "string", default: "5" },
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      data: { type: "string" },
      models: { type: "string" },
      steps: { type: "string" },
      threads: { type: "string" },
      node: { type: "string" },
    },
  });
  if (values.help) return undefined;
  if (values.json && values.markdown) throw new Error("--json and --markdown exclude each other.");
  const isAlone = values.watching || values.dashboard || values.model || values["to-accuracy"];
  const parts = positionals.length > 0 ? positionals.map(toPart) : isAlone ? [] : partNames;
  if (values.peers && !parts.includes("training") && !parts.includes("networks")) {
    throw new Error("--peers measures in turns with the parts training and networks; name one of them.");
  }
  if (values.model && values.data === undefined)
    throw new Error(
      "--model shows a run on Fashion-MNIST; --data must name the folder that holds its files.",
    );
  const plan = values.quick ? quickPlan : fullPlan;
  return {
    parts,
    peers: values.peers,
    watching: values.watching,
    dashboard: values.dashboard,
    model: values.model ? values.data : undefined,
    models: values.models === undefined ? networkNames : values.models.split(",").map(toModel),
    plan: values.steps === undefined ? plan : withSteps(plan, atLeastOne("--steps", values.steps)),
    toAccuracy: values["to-accuracy"]
      ? { presets: toPresets(values.presets), seeds: atLeastOne("--seeds", values.seeds) }
      : undefined,
    format: values.json ? "json" : values.markdown ? "markdown" : "text",
    node: values.node ?? process.execPath,
    data: values.data,
    threads: values.threads === undefined ? undefined : atLeastOne("--threads", values.threads),
  };
}

function toPart(name: string): Part {
  const part = partNames.find((candidate) => candidate === name);
  if (!part) throw new Error(`There is no part ${name}; choose among ${partNames.join(", ")}.`);
  return part;
}

function toModel(name: string): NetworkName {
  const model = networkNames.find((candidate) => candidate === name);
  if (!model) throw new Error(`There is no network ${name}; choose among ${networkNames.join(", ")}.`);
  return model;
}

function withSteps(plan: Plan, steps: number): Plan {
  const networkSteps = Object.fromEntries(networkNames.map((name) => [name, steps]));
  return { ...plan, networkSteps: networkSteps as Plan["networkSteps"] };
}

/** The named presets. Default: all but the tutorial's, which reaches none of the target accuracies. */
function toPresets(names: string | undefined): PresetName[] {
  if (names === undefined) return presetNames.filter((name) => name !== "tutorial");
  return names.split(",").map((name) => {
    const preset = presetNames.find((candidate) => candidate === name);
    if (!preset) throw new Error(`There is no preset ${name}; choose among ${presetNames.join(", ")}.`);
    return preset;
  });
}

function atLeastOne(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`${option} must be a whole number of at least 1, not ${text}.`);
  }
  return number;
}
