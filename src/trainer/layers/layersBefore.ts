import type { LayerRecord } from "../../runs/layers/LayerRecord";
import { readLayers } from "../../runs/layers/layersFile";
import type { RunFolder } from "../../runs/runsFolder";

/** The records of the layers up to a step; none where they cannot be read, since a run can continue without them. */
export function layersBefore(folder: RunFolder, step: number): LayerRecord[] {
  try {
    return readLayers(folder, step);
  } catch {
    return [];
  }
}
