import { basename } from "node:path";
import {
  type DatasetName,
  type ImageDataset,
  isPublished,
  type Labels,
  type OpenedDataset,
  openPresentDataset,
  type Places,
  readPresentLabels,
} from "../data";
import { isChosenLocation, unchosenLocation } from "../data/dataLocations";
import type { ImageSet } from "../datasets/datasets";
import type { InspectedRun } from "../protocol/inspectorProtocol";
import { arena } from "../tensor";
import { Recent } from "./Recent";
import type { LoggedRun } from "./RunLogs";

/** Largest number of data sets in memory. Fashion-MNIST takes 55 MB. */
const mostSets = 2;

/**
 * The data sets of runs. Nothing is downloaded. Methods throw DatasetError if the data is not found. They throw
 * DataLocationError instead if the question has no `location` and the run names a folder that the user never chose.
 */
export class OpenData {
  private readonly opened = new Recent<OpenedDataset>(mostSets, ({ train, test }) => {
    for (const { images } of [train, test]) arena.release(images);
  });
  private readonly labelled = new Recent<Labels>(mostSets);

  /** The data that a run was trained on. */
  open(run: InspectedRun, logged: LoggedRun): Promise<Record<ImageSet, ImageDataset>> {
    return this.read(this.opened, run, logged, (places) => openPresentDataset(logged.dataset, places));
  }

  /** A data set by its name. @throws DatasetError where none of the places holds it */
  async named(name: DatasetName, places: Places): Promise<Record<ImageSet, ImageDataset>> {
    const key = JSON.stringify([name, places]);
    const known = this.opened.get(key);
    if (known) return known;
    const opened = await openPresentDataset(name, places);
    this.opened.set(key, opened);
    return opened;
  }

  /**
   * The labels of the data that a run was trained on. The labels of a published data set are read without its images.
   */
  async labels(run: InspectedRun, logged: LoggedRun): Promise<Labels> {
    const { dataset } = logged;
    if (isPublished(dataset))
      return this.read(this.labelled, run, logged, (places) => readPresentLabels(dataset, places));
    const { train, test } = await this.open(run, logged);
    return { train: train.labels, test: test.labels };
  }

  private async read<Data>(
    known: Recent<Data>,
    run: InspectedRun,
    logged: LoggedRun,
    read: (places: Places) => Promise<Data>,
  ): Promise<Data> {
    const places = placesOf(run, logged);
    const key = JSON.stringify([logged.dataset, places]);
    const before = known.get(key);
    if (before !== undefined) return before;
    try {
      const data = await read(places);
      known.set(key, data);
      return data;
    } catch (error) {
      const { location } = logged.config.dataset;
      if (run.location !== undefined || isChosenLocation(run.cacheFolder, location)) throw error;
      throw unchosenLocation(basename(run.folder), location);
    }
  }
}

/**
 * The places where the data of a run may be: the folder `location`, and no other. Without `location`: the data folder
 * of the run's configuration if the user has ever chosen it, the folders in `elsewhere`, and the cache.
 */
function placesOf(
  { location, elsewhere = [], cacheFolder }: InspectedRun,
  { config, dataset }: LoggedRun,
): Places {
  if (location !== undefined) return { locations: [location], cacheFolder };
  const own = config.dataset.location;
  const chosen = isPublished(dataset) && isChosenLocation(cacheFolder, own) ? [own] : [];
  return { locations: [...new Set([...chosen, ...elsewhere, ""])], cacheFolder };
}
