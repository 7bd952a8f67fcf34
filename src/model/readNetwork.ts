import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { isDenial } from "../files/readTrouble";
import * as safetensors from "../formats/safetensors";
import { checkDigest } from "../runs/checkDigest";
import type { RunConfig } from "../runs/RunConfig";
import type { CheckpointEvent } from "../runs/RunEvent";
import { WEIGHTS } from "../runs/runFiles";
import { openRun } from "../runs/runsFolder";
import { whyUnusable } from "../runs/whyUnusable";
import { type nn, sizeOf, Tensor } from "../tensor";
import { checkNetwork } from "./checkpoints/Checkpoint";
import { findCheckpoint } from "./checkpoints/findCheckpoint";
import { UnusableError } from "./checkpoints/UnusableError";
import { bufferShapes, makeModel, parameterShapes } from "./makeModel";
import { type ReadRun, readRun } from "./readRun";

/** A network with the weights of a run, in evaluation mode. Its parameters need no gradient. */
export interface Network {
  model: nn.Layer;
  /** Path of the file of the weights, relative to the run's folder. */
  file: string;
  /** Number of complete epochs before these weights. */
  epoch: number;
  /** Number of steps before these weights. */
  step: number;
  /** Name of the kernel variant that trained the network; undefined where the run does not state it. */
  kernels?: string;
}

/** Largest length (bytes) of the header of a file of weights. The header names all arrays. */
const LONGEST_HEADER = 1024 * 1024;

/**
 * Makes the network of a run.
 * @param file path of the weights or of a checkpoint, as in the run's log. Default: the weights at the run's end; if
 * there are none or they cannot be used, the newest whole checkpoint
 * @throws TaskError where the run has no such file; Error with a one-sentence message where no weights can be used
 */
export async function readNetwork(folder: string, file?: string): Promise<Network> {
  const run = await readRun(folder);
  const end = endOf(run);
  const isEnd = file === undefined ? end !== undefined : file === WEIGHTS;
  let denied: UnusableError | undefined;
  if (isEnd && end) {
    try {
      return networkOf(run.begun, readWeights(folder, end, run), end, run.state.environment?.kernels);
    } catch (error) {
      if (file !== undefined || run.state.checkpoints.length === 0) throw error;
      if (error instanceof UnusableError && error.isDenied) denied = error;
    }
  }
  const { found } = await findCheckpoint(folder, file, {
    remedy: l10n.t("choose another run"),
    instead: (used) => l10n.t("The weights of {0} are used.", used),
  }).catch((error) => {
    // There is no whole checkpoint either. If this user may not read the weights of the run's end, the error about them
    // is of more use, since these weights may be whole.
    throw denied ?? error;
  });
  const { event, checkpoint } = found;
  checkNetwork(event.file, checkpoint, run.begun);
  return networkOf(run.begun, checkpoint.weights, event, checkpoint.recorded.kernels);
}

/** The event of the weights at a run's end; undefined for a run without such weights. */
function endOf({ events, state }: ReadRun): CheckpointEvent | undefined {
  if (state.weights === undefined) return undefined;
  return events.findLast(
    (event): event is CheckpointEvent => event.type === "checkpoint" && event.reason === "end",
  );
}

type Weights = Parameters<nn.Layer["loadStateDict"]>[0];

const types = { F32: Float32Array, I64: BigInt64Array } as const;

/** Shape and type of each array in a configuration's network, by name. */
function stateShapes(config: RunConfig): Map<string, nn.StateShape> {
  const parameters = [...parameterShapes(config)].map(([name, shape]): [string, nn.StateShape] => [
    name,
    { shape, dtype: "F32" },
  ]);
  return new Map([...parameters, ...bufferShapes(config)]);
}

/**
 * @throws UnusableError if the file cannot be read, is not the file in the log, or has other arrays than the network of
 * the run's configuration
 */
function readWeights(folder: string, event: CheckpointEvent, { begun, state }: ReadRun): Weights {
  try {
    const arrays = stateShapes(begun);
    const size = [...arrays.values()].reduce((sum, { shape }) => sum + 8 * sizeOf(shape), 0);
    const bytes = openRun(folder).read(WEIGHTS, 8 + LONGEST_HEADER + size);
    checkDigest(bytes, event.sha256);
    const { tensors } = safetensors.read(bytes, { longestHeader: LONGEST_HEADER });
    for (const [name, { shape, dtype }] of arrays) {
      const array = tensors.get(name);
      if (!(array?.data instanceof types[dtype]) || array.shape.join() !== shape.join())
        throw new Error(l10n.t("its {0} is not of the run's network", name));
    }
    if (tensors.size !== arrays.size)
      throw new Error(l10n.t("the file has arrays that the run's network does not have"));
    return tensors;
  } catch (error) {
    const isDenied = isDenial(error);
    const remedy = isDenied
      ? l10n.t("allow your user to read that file")
      : state.checkpoints.length > 0
        ? l10n.t("put a copy of that file back, or choose a checkpoint of the run")
        : l10n.t("put a copy of that file back, or choose another run");
    const path = join(folder, WEIGHTS);
    throw new UnusableError(
      l10n.t("The weights in {0} cannot be used: {1}; {2}.", path, whyUnusable(error), remedy),
      isDenied,
    );
  }
}

function networkOf(
  config: RunConfig,
  weights: Weights,
  { file, epoch, step }: Pick<CheckpointEvent, "file" | "epoch" | "step">,
  kernels: string | undefined,
): Network {
  const model = makeModel(config);
  model.loadStateDict(weights);
  model.eval();
  for (const parameter of model.parameters()) parameter.requiresGrad_(false);
  return { model, file, epoch, step, kernels };
}

/** Releases the memory of a network. The network must not be used afterwards. */
export function releaseNetwork({ model }: Network): void {
  for (const value of model.stateDict().values()) if (value instanceof Tensor) value.dispose();
}
