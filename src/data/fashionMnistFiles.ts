import { imageBytes } from "./ImageDataset";
import type { IdxKind } from "./idx";

/** One of the four files of a data set, with what proves its content. */
export interface DataFile {
  /** Without `.gz`. */
  name: string;
  kind: IdxKind;
  /** Number of images or labels. */
  count: number;
  /** Of the IDX file: its length in bytes and its SHA-256. */
  bytes: number;
  sha256: string;
  /** Of the `.gz` that is published. */
  gz: { bytes: number; sha256: string };
  /** SHA-256 of the IDX file of the same name and shape in MNIST, the set of handwritten digits. */
  mnistSha256?: string;
}

export interface DataFiles {
  trainImages: DataFile;
  trainLabels: DataFile;
  testImages: DataFile;
  testLabels: DataFile;
}

/** Fashion-MNIST as Zalando Research publishes it. */
export const fashionMnistFiles: DataFiles = {
  trainImages: {
    name: "train-images-idx3-ubyte",
    kind: "images",
    count: 60_000,
    bytes: 16 + 60_000 * imageBytes,
    sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    gz: { bytes: 26_421_880, sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84" },
    mnistSha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  },
  trainLabels: {
    name: "train-labels-idx1-ubyte",
    kind: "labels",
    count: 60_000,
    bytes: 8 + 60_000,
    sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    gz: { bytes: 29_515, sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845" },
    mnistSha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  },
  testImages: {
    name: "t10k-images-idx3-ubyte",
    kind: "images",
    count: 10_000,
    bytes: 16 + 10_000 * imageBytes,
    sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    gz: { bytes: 4_422_102, sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073" },
    mnistSha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  },
  testLabels: {
    name: "t10k-labels-idx1-ubyte",
    kind: "labels",
    count: 10_000,
    bytes: 8 + 10_000,
    sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    gz: { bytes: 5_148, sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5" },
    mnistSha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
};

/** The folders on the network that hold the four `.gz` files, in the order of asking. */
export const fashionMnistMirrors: readonly string[] = [
  "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
  "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
  "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
];
