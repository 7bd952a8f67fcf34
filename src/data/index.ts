/** Finds, downloads, checks and draws data sets, and makes batches of them. */

export {
  type DatasetName,
  datasetNames,
  datasets,
  type ImageShape,
  isPublished,
  originalOf,
  type PublishedDataset,
} from "../datasets/datasets";
export { checkLocation } from "./checkLocation";
export { type Batch, DataLoader, DataLoaderIterator, type DataLoaderOptions } from "./DataLoader";
export type { DownloadProgress } from "./download";
export { DatasetError, DatasetUnavailableError } from "./errors";
export type { ImageDataset } from "./ImageDataset";
export { type OpenedDataset, openDataset } from "./openDataset";
export { type Labels, openPresentDataset, type Places, readPresentLabels } from "./openPresent";
export type { ResolveOptions } from "./resolveDataset";
