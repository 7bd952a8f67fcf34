import { parseArgs } from "node:util";
import { fullPlan, type Plan, quickPlan } from "./Plan";

export const partNames = ["kernels", "training", "busy", "sweep"] as const;
export type Part = (typeof partNames)[number];

export const formats = ["text", "json", "markdown"] as const;

export interface BenchArguments {
  parts: readonly Part[];
  peers: boolean;
  watching: boolean;
  plan: Plan;
  format: (typeof formats)[number];
  /** The Node.js to measure. */
  node: string;
  /** As given, or undefined for the command line's default. */
  data?: string;
  /** As given, or undefined for the trainer's default. */
  threads?: number;
}

export const usage = `npm run bench -- [PART ...] [OPTIONS]

Measures the engine on this machine. Parts: ${partNames.join(", ")}; all of them when none is named.

  --peers        also measures PyTorch and TensorFlow.js, in turns with our training
  --watching     measures what a visible dashboard costs a training, in VS Code's server and
                 Chromium; alone when no part is named. With --data also for a run of 5 epochs
  --quick        fewer and shorter measurements
  --data DIR     folder with Fashion-MNIST's four files (default: as npm run train)
  --threads N    how many threads compute (default: as npm run train)
  --node PATH    the Node.js to measure (default: the one that runs this)
  --json         prints the results as JSON
  --markdown     prints the tables as Markdown`;

/**
 * Parses the command's arguments.
 * @returns undefined when help was requested
 * @throws Error, one sentence, for invalid arguments
 */
export function parseArguments(argv: readonly string[]): BenchArguments | undefined {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      peers: { type: "boolean", default: false },
      watching: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      data: { type: "string" },
      threads: { type: "string" },
      node: { type: "string" },
    },
  });
  if (values.help) return undefined;
  if (values.json && values.markdown) throw new Error("--json and --markdown exclude each other.");
  const parts = positionals.length > 0 ? positionals.map(toPart) : values.watching ? [] : partNames;
  if (values.peers && !parts.includes("training")) {
    throw new Error("--peers measures in turns with the part training; name it too.");
  }
  return {
    parts,
    peers: values.peers,
    watching: values.watching,
    plan: values.quick ? quickPlan : fullPlan,
    format: values.json ? "json" : values.markdown ? "markdown" : "text",
    node: values.node ?? process.execPath,
    data: values.data,
    threads: values.threads === undefined ? undefined : toThreads(values.threads),
  };
}

function toPart(name: string): Part {
  const part = partNames.find((candidate) => candidate === name);
  if (!part) throw new Error(`There is no part ${name}; choose among ${partNames.join(", ")}.`);
  return part;
}

function toThreads(text: string): number {
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1) {
    throw new Error(`--threads must be a whole number of at least 1, not ${text}.`);
  }
  return threads;
}
