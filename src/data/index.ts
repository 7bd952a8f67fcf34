/** Fashion-MNIST: found, downloaded, checked and handed out in batches; and the sample set that stands in for it. */
export { checkLocation } from "./checkLocation";
export { type Batch, DataLoader, DataLoaderIterator, type DataLoaderOptions } from "./DataLoader";
export type { DownloadProgress } from "./download";
export { DatasetError, DatasetUnavailableError } from "./errors";
export { FashionMNIST } from "./FashionMNIST";
export { classNames, type ImageDataset } from "./ImageDataset";
export {
  type ResolvedFashionMNIST,
  type ResolveOptions,
  resolveFashionMNIST,
} from "./resolveFashionMNIST";
export { sampleDataset } from "./sample/sampleDataset";
