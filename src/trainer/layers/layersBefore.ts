import type { LayerRecord } from "../../runs/layers/LayerRecord";
import { readLayers } from "../../runs/layers/layersFile";
import type { RunFolder } from "../../runs/runsFolder";

/**
 * The records of the layers at steps before `step`; none where the file cannot be read, since a run can continue
 * without them.
 */
export function layersBefore(folder: RunFolder, step: number): LayerRecord[] {
  try {
    return readLayers(folder, step);
  } catch {
    return [];
  }
}
