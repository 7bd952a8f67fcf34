import { basename } from "node:path";
import {
  type DatasetName,
  type ImageDataset,
  isPublished,
  type OpenedDataset,
  openPresentDataset,
} from "../data";
import { isChosenLocation, unchosenLocation } from "../data/dataLocations";
import type { InspectedRun } from "../protocol/inspectorProtocol";
import type { ImageSet } from "../protocol/modelProtocol";
import { arena } from "../tensor";
import { Recent } from "./Recent";
import type { LoggedRun } from "./RunLogs";

/** Number of data sets in memory. Fashion-MNIST takes 55 MB. */
const mostSets = 2;

/** The data sets of runs. */
export class OpenData {
  private readonly opened = new Recent<OpenedDataset>(mostSets, ({ train, test }) => {
    for (const { images } of [train, test]) arena.release(images);
  });

  /**
   * The data that a run was trained on, from the folder that the user named, else from the run's own folder, other
   * folders of the user or the cache. Nothing is downloaded.
   * @throws DataLocationError where only the run names the folder
   * @throws DatasetError where the data is not on this machine
   */
  async open(run: InspectedRun, logged: LoggedRun): Promise<Record<ImageSet, ImageDataset>> {
    const { dataset } = logged;
    const locations = isPublished(dataset) ? locationsOf(run, logged) : [];
    const key = JSON.stringify([dataset, ...locations, run.cacheFolder]);
    const known = this.opened.get(key);
    if (known) return known;
    const opened = await this.openFirst(dataset, locations, run, logged);
    this.opened.set(key, opened);
    return opened;
  }

  private async openFirst(
    dataset: DatasetName,
    locations: readonly string[],
    run: InspectedRun,
    { config }: LoggedRun,
  ): Promise<OpenedDataset> {
    try {
      return await openPresentDataset(dataset, locations, run.cacheFolder);
    } catch (error) {
      const { location } = config.dataset;
      if (run.location !== undefined || isChosenLocation(run.cacheFolder, location)) throw error;
      throw unchosenLocation(basename(run.folder), location);
    }
  }
}

/** The folders where a run's data may be looked for; an empty text for the cache. */
function locationsOf(
  { location, elsewhere = [], cacheFolder }: InspectedRun,
  { config }: LoggedRun,
): string[] {
  if (location !== undefined) return [location];
  const own = config.dataset.location;
  return [...new Set([...(isChosenLocation(cacheFolder, own) ? [own] : []), ...elsewhere, ""])];
}
