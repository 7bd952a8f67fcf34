/** The data sets that a run can be trained on. This file holds facts only, so that the dashboard can import it. */
import * as l10n from "@vscode/l10n";
import { type DataFiles, dataFile, type IdxEntries, type Publication } from "./DataFile";

/** The two sets of images in a data set. */
export const imageSets = ["test", "train"] as const;
export type ImageSet = (typeof imageSets)[number];

/** The sets on which a run's network is evaluated. `validation` is a part of the training set. */
export const evaluatedSets = ["test", "validation", "train"] as const;
export type EvaluatedSet = (typeof evaluatedSets)[number];

/** The set of the data set, test or training set, that contains the images of an evaluated set. */
export function imageSetOf(set: EvaluatedSet): ImageSet {
  return set === "validation" ? "train" : set;
}

export type ImageShape = readonly [channels: number, height: number, width: number];

interface Facts {
  /** The data set's name in lists and messages. */
  label: string;
  /** Names of the classes; the label is the index. */
  classes: readonly string[];
  /** Shape of one image, with a byte for each channel of each pixel; 0 is the background. */
  image: ImageShape;
}

/** A data set in four IDX files, which this program can download. */
export interface PublishedDataset extends Facts {
  files: DataFiles;
  /** Addresses of the folders with the four `.gz` files, in the order in which they are tried. */
  mirrors: readonly string[];
}

/** A data set that this program draws. The function that draws it is named in `src/data/openDataset.ts`. */
export interface DrawnDataset extends Facts {
  /**
   * The published data set that this one may replace when the files of the published one are not available. The
   * accuracies of the two are not comparable.
   */
  standsInFor: string;
  /** Number of training images. */
  trainingImages: number;
}

const garments = {
  classes: [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
  ],
  image: [1, 28, 28],
} as const;

const [, height, width] = garments.image;
const images: IdxEntries = { kind: "images", height, width };
const labels: IdxEntries = { kind: "labels", classes: garments.classes.length };
const digits = l10n.t("MNIST, handwritten digits");
const fashionMnist: Publication = {
  label: "Fashion-MNIST",
  folder: "FashionMNIST",
  hint: "fashion",
  lookalikes: {
    ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db: digits,
    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5": digits,
    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7": digits,
    ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2: digits,
  },
};

export const datasets = {
  /** As published by Zalando Research. */
  "fashion-mnist": {
    ...garments,
    label: fashionMnist.label,
    files: {
      trainImages: dataFile(images, {
        name: "train-images-idx3-ubyte",
        count: 60_000,
        sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        gz: { bytes: 26_421_880, sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84" },
        of: fashionMnist,
      }),
      trainLabels: dataFile(labels, {
        name: "train-labels-idx1-ubyte",
        count: 60_000,
        sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        gz: { bytes: 29_515, sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845" },
        of: fashionMnist,
      }),
      testImages: dataFile(images, {
        name: "t10k-images-idx3-ubyte",
        count: 10_000,
        sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        gz: { bytes: 4_422_102, sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073" },
        of: fashionMnist,
      }),
      testLabels: dataFile(labels, {
        name: "t10k-labels-idx1-ubyte",
        count: 10_000,
        sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        gz: { bytes: 5_148, sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5" },
        of: fashionMnist,
      }),
    },
    mirrors: [
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ],
  },
  /** 4,000 training and 1,000 test images in the classes and the shape of Fashion-MNIST. */
  sample: { ...garments, label: l10n.t("Sample set"), standsInFor: "fashion-mnist", trainingImages: 4000 },
} as const satisfies Record<string, PublishedDataset | DrawnDataset>;

export type DatasetName = keyof typeof datasets;

/** The names of the data sets whose facts extend `Kind`. */
type NameOf<Kind> = {
  [Name in DatasetName]: (typeof datasets)[Name] extends Kind ? Name : never;
}[DatasetName];

export type DrawnName = NameOf<DrawnDataset>;
export type PublishedName = NameOf<PublishedDataset>;

export const datasetNames = Object.keys(datasets) as DatasetName[];

/** Whether a data set is read from files, in a folder that a user may name; other data sets are built in. */
export function isPublished(name: DatasetName): name is PublishedName {
  return "files" in datasets[name];
}

export function trainingImages(name: DatasetName): number {
  return isPublished(name) ? datasets[name].files.trainImages.count : datasets[name].trainingImages;
}

export const drawnNames = datasetNames.filter((name): name is DrawnName => !isPublished(name));

/** The data set that a drawn data set may replace; undefined for a published one. */
export function originalOf(name: DatasetName): PublishedName | undefined {
  return isPublished(name) ? undefined : datasets[name].standsInFor;
}
