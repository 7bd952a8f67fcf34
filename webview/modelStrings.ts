import * as l10n from "@vscode/l10n";
import { imagesText } from "../src/text/amounts";
import { plural } from "../src/text/language";
import { wholeNumber } from "../src/text/numbers";

function images(count: number): string {
  return imagesText(count);
}

/** The texts of the Model view. */
export const modelStrings = {
  loading: l10n.t("Reading what the run recorded…"),
  noRun: l10n.t("No run is chosen. Open one from the tree of runs."),
  gone: l10n.t("The run is no longer in the runs folder."),
  beforeFirst: l10n.t(
    "The answers of the network appear at the end of the first epoch, if they are recorded.",
  ),
  notRecorded: l10n.t(
    "This run has no recorded answers. New runs record them at each epoch’s end while the setting “Evaluation: Record” is on; train again to see what the network gets wrong.",
  ),
  images,
  facts: (dataset: string, samples: string) => `${dataset}, ${samples}`,
  accuracy: (share: string) => l10n.t("accuracy {0}", share),
  set: l10n.t({
    message: "Set",
    comment: "Which part of the data: the test set, the validation set or the training set",
  }),
  sets: {
    test: l10n.t("test set"),
    validation: l10n.t("validation set"),
    train: l10n.t("training set"),
  },
  epoch: l10n.t("Epoch"),
  bestEpoch: (epoch: string) => l10n.t("{0} (best)", epoch),
  bestEpochByValidation: (epoch: string) => l10n.t("{0} (best by validation)", epoch),
  parts: {
    label: l10n.t("Parts of the view"),
    confusion: l10n.t("Confusion"),
    images: l10n.t("Images"),
    map: l10n.t("Data Map"),
    suspects: l10n.t("Suspects"),
    data: l10n.t("Data"),
    inside: l10n.t("Inside"),
    try: l10n.t({ message: "Try", comment: "A tab: the user gives a picture that the network classifies" }),
    network: l10n.t("Network"),
  },
  network: {
    title: l10n.t("Layers of the network"),
    layer: l10n.t("Layer"),
    type: l10n.t("Type"),
    shape: l10n.t("Output shape"),
    parameters: l10n.t("Parameters"),
    multiplications: l10n.t("Multiplications"),
    multiplicationsHint: l10n.t("For one image, those of a bias included"),
    sum: l10n.t("All layers"),
    input: (shape: string) => l10n.t("The input is one image of shape {0}.", shape),
  },
  noHistories: l10n.t("The run’s checkpoints hold no record of its training images."),

  compare: {
    with: l10n.t("Compare with"),
    nothing: l10n.t("nothing"),
    otherEpoch: l10n.t("another epoch"),
    epoch: l10n.t("Its epoch"),
    epochName: (epoch: string) => l10n.t("epoch {0}", epoch),
    otherData: (run: string, dataset: string) =>
      l10n.t("{0} was trained on other data ({1}), so its answers cannot be compared.", run, dataset),
    otherImages: (run: string) =>
      l10n.t(
        "{0} does not hold out the same images for validation, so its answers to them cannot be compared.",
        run,
      ),
    title: l10n.t("Comparison"),
    onlyOwn: l10n.t("Only this is right"),
    onlyOther: (other: string) => l10n.t("Only {0} is right", other),
    neither: l10n.t("Wrong in both"),
    both: l10n.t("Right in both"),
    told: (other: string, onlyOwn: string, onlyOther: string, verdict: string) =>
      l10n.t(
        "{0}: only this is right {1}, only the other is right {2}. {3}",
        other,
        onlyOwn,
        onlyOther,
        verdict,
      ),
    mcnemar: (p: string) => l10n.t("McNemar’s test: p {0}.", p),
    notChance: l10n.t("The difference is unlikely to be chance."),
    mayBeChance: l10n.t("The difference may be chance."),
  },

  confusion: {
    title: l10n.t("Confusion matrix"),
    gridName: l10n.t(
      "Confusion matrix: a row for each label, a column for each prediction. Enter shows the images of a cell.",
    ),
    corner: l10n.t("label ↓ prediction →"),
    shows: l10n.t("Cells"),
    compared: {
      own: l10n.t("all images"),
      fixed: l10n.t("fixed"),
      broken: l10n.t("broken"),
      neither: l10n.t("wrong in both"),
    },
    unit: l10n.t("Values"),
    units: {
      count: l10n.t("counts"),
      row: l10n.t("% of the label"),
      column: l10n.t("% of the prediction"),
    },
    scale: l10n.t("mistakes; the diagonal has no part in the colours"),
    rightCell: (label: string, count: string) => l10n.t("{0} recognized: {1}", label, count),
    wrongCell: (label: string, prediction: string, count: string) =>
      l10n.t("{0} taken for {1}: {2}", label, prediction, count),
    part: (count: string, part: string) => l10n.t("{0} {1}", count, part),
    ofLabel: (share: string) => l10n.t("{0} of the label", share),
    showImages: l10n.t("Show Images"),
    fixed: (count: number) => l10n.t("{0} fixed", wholeNumber(count)),
    broken: (count: number) => l10n.t("{0} broken", wholeNumber(count)),
    neither: (count: number) => l10n.t("{0} wrong in both", wholeNumber(count)),
  },

  classes: {
    title: l10n.t("Classes"),
    name: l10n.t("Class"),
    precision: l10n.t("Precision"),
    precisionHint: l10n.t("Of the images predicted as the class, the share that has its label"),
    recall: l10n.t("Recall"),
    recallHint: l10n.t("Share of the images with this label that are predicted as this class"),
    f1Hint: l10n.t("Harmonic mean of precision and recall"),
    images: l10n.t("Images"),
  },

  calibration: {
    title: l10n.t("Calibration"),
    error: (error: string) =>
      l10n.t("Expected calibration error {0}: how far confidence and accuracy differ on average.", error),
    notOfTraining: l10n.t("The confidence of predictions is not recorded of the training set."),
    diagram: l10n.t("Share of right predictions by their confidence."),
    bin: (from: string, to: string, samples: string, accuracy: string) =>
      l10n.t("Confidence {0} to {1}: {2}, {3} right.", from, to, samples, accuracy),
    axis: l10n.t("confidence; bars: share that is right"),
  },

  grid: {
    name: l10n.t("Images"),
    tile: (index: string, label: string, prediction: string, share: string) =>
      l10n.t("image {0}: {1}, predicted {2} with {3}", index, label, prediction, share),
    rightTile: (index: string, label: string, share: string) =>
      l10n.t("image {0}: {1}, predicted correctly with {2}", index, label, share),
    trainTile: (index: string, label: string, prediction: string, share: string) =>
      l10n.t("image {0}: {1}, predicted {2}; probability of the label {3}", index, label, prediction, share),
    summary: (shown: number, all: number) =>
      shown === all ? images(all) : l10n.t("{0} of {1}", wholeNumber(shown), images(all)),
    none: l10n.t("No image passes the filter."),
    order: l10n.t("Order"),
    orders: {
      loss: l10n.t("highest loss"),
      sure: l10n.t("most confident"),
      unsure: l10n.t("least confident"),
      index: l10n.t("image number"),
      forgotten: l10n.t("forgotten most often"),
    },
    label: l10n.t("Label"),
    prediction: l10n.t("Prediction"),
    otherPrediction: l10n.t("Its prediction"),
    any: l10n.t("any"),
    outcome: l10n.t("Answer"),
    outcomes: {
      all: l10n.t("any"),
      right: l10n.t("right"),
      wrong: l10n.t("wrong"),
      onlyOwn: l10n.t("only this is right"),
      onlyOther: l10n.t("only the other is right"),
      neither: l10n.t("wrong in both"),
      both: l10n.t("right in both"),
    },
    confidence: l10n.t("Confidence"),
    probability: l10n.t("Label’s probability"),
    from: (name: string) => l10n.t("{0} from (%)", name),
    to: (name: string) => l10n.t("{0} to (%)", name),
    reset: l10n.t("Reset Filter"),
  },

  image: {
    title: (index: string) => l10n.t("Image {0}", index),
    place: (place: string, all: string) => l10n.t("{0} of {1}", place, all),
    label: l10n.t("Label"),
    prediction: l10n.t("Prediction"),
    loss: l10n.t("Loss"),
    forgotten: l10n.t("Forgotten"),
    times: (count: number) => plural(count, l10n.t("once"), l10n.t("{0} times", wholeNumber(count))),
    otherPrediction: (other: string) => l10n.t("Prediction of {0}", other),
    previous: l10n.t("Previous image"),
    next: l10n.t("Next image"),
    close: l10n.t("Close"),
    probabilities: l10n.t("Probabilities in the last recorded epoch"),
    story: l10n.t("Probability of the label by epoch"),
    storySummary: (name: string, first: string, last: string, lowest: string, highest: string) =>
      l10n.t("{0}: {1} at first, {2} at last, between {3} and {4}.", name, first, last, lowest, highest),
    margin: l10n.t("Area under the margin"),
    noStory: l10n.t("No epoch of this image is recorded."),
  },

  map: {
    title: l10n.t("Data map"),
    hint: l10n.t(
      "Each point is a training image. Draw a line around points to see their images; a click shows all again.",
    ),
    summary: (count: string) =>
      l10n.t(
        "{0} by mean and spread of the label’s probability over the epochs. The buttons below pick regions.",
        count,
      ),
    axes: l10n.t("spread of the label’s probability; vertical: its mean"),
    never: l10n.t("never right"),
    always: l10n.t("always right"),
    regions: { hard: l10n.t("Hard"), ambiguous: l10n.t("Ambiguous"), easy: l10n.t("Easy") },
    regionHints: {
      hard: l10n.t("The third with the lowest mean"),
      ambiguous: l10n.t("The third with the largest spread"),
      easy: l10n.t("The third with the highest mean"),
    },
    all: l10n.t("All"),
  },
  data: {
    loading: l10n.t("Reading the data set…"),
    figure: l10n.t("Figure"),
    figures: l10n.t("Figures"),
    images: l10n.t("Images"),
    mean: l10n.t("Mean of the pixels"),
    deviation: l10n.t("Standard deviation"),
    duplicates: l10n.t("Exact duplicates"),
    pixels: l10n.t("Pixels are from 0 (black) to 1 (white), as ToTensor gives them to the network."),
    between: (images: string) => l10n.t("In both sets: {0}.", images),
    pair: (index: string, set: string, ofIndex: string, ofSet: string) =>
      l10n.t("Image {0} ({1}) equals image {2} ({3}).", index, set, ofIndex, ofSet),
    classes: l10n.t("Classes"),
    meanImage: l10n.t("Mean image"),
    meanOf: (name: string) => l10n.t("Mean image of {0}", name),
    examples: l10n.t("Examples"),
    examplesOf: (name: string) => l10n.t("The first training images of {0}", name),
  },
  marks: {
    title: l10n.t("Mark"),
    kinds: { wrongLabel: l10n.t("wrong label"), badImage: l10n.t("bad image"), fine: l10n.t("fine") },
    filters: {
      none: l10n.t("not marked"),
      any: l10n.t("marked"),
      wrongLabel: l10n.t("wrong label"),
      badImage: l10n.t("bad image"),
      fine: l10n.t("fine"),
    },
    key: (mark: string, key: string) => l10n.t("{0} (key {1}; 0 removes the mark)", mark, key),
    hint: l10n.t("Keys mark an image: 1 wrong label, 2 bad image, 3 fine, 0 no mark."),
    marked: (images: string) => l10n.t("Marked: {0}", images),
    tile: (name: string, mark: string) => l10n.t("{0}; marked: {1}", name, mark),
    markedImage: (index: string, mark: string) => l10n.t("Image {0} is marked: {1}.", index, mark),
    unmarkedImage: (index: string) => l10n.t("Image {0} has no mark.", index),
    undo: l10n.t("Undo Mark"),
    export: l10n.t("Export Marks…"),
    trainWithout: (images: string) =>
      l10n.t({
        message: "Train without {0}",
        args: [images],
        comment: "A button; the number of training images that are marked as unfit",
      }),
    trained: {
      training: (name: string, images: string) =>
        l10n.t({
          message: "{0} is being trained without {1}.",
          args: [name, images],
          comment: "The name of a run, and a number of images",
        }),
      finished: (name: string, images: string) =>
        l10n.t({
          message: "{0} has been trained without {1}.",
          args: [name, images],
          comment: "The name of a run, and a number of images",
        }),
      endedEarly: (name: string, images: string) =>
        l10n.t({
          message: "{0} was to be trained without {1}, and has ended early.",
          args: [name, images],
          comment: "The name of a run, and a number of images",
        }),
    },
    compare: l10n.t("Compare with It"),
    showInLive: l10n.t("Show in Live"),
    dismiss: l10n.t("Dismiss"),
  },
  tried: {
    picture: l10n.t("Picture"),
    hint: l10n.t(
      "Draw light on dark, open or paste a PNG or JPEG file, or drop one or several while you hold Shift.",
    ),
    open: l10n.t("Open Image…"),
    pad: l10n.t("Drawing pad. Arrow keys move the pen, Space puts it down and lifts it."),
    penDown: (x: string, y: string) => l10n.t("Pen down, {0} from the left, {1} from the top", x, y),
    penUp: (x: string, y: string) => l10n.t("Pen up, {0} from the left, {1} from the top", x, y),
    tool: l10n.t("Tool"),
    tools: { draw: l10n.t("pen"), erase: l10n.t("eraser") },
    width: l10n.t("Width"),
    widths: { thin: l10n.t("thin"), medium: l10n.t("medium"), thick: l10n.t("thick") },
    undo: l10n.t("Undo"),
    clear: l10n.t("Clear"),
    file: (name: string) => l10n.t("Picture of the file {0}", name),
    several: (place: string, all: string, name: string) =>
      l10n.t("Picture {0} of {1}: {2}", place, all, name),
    limited: (shown: string, given: string) =>
      l10n.t("Of the {1} files, the first {0} are classified; choose fewer for the others.", shown, given),
    list: l10n.t("Pictures with the network’s answers"),
    previous: l10n.t("Previous picture"),
    next: l10n.t("Next picture"),
    drawInstead: l10n.t("Draw Instead"),
    damaged: l10n.t("it is damaged"),
    unreadable: l10n.t("it cannot be read"),
    notUsed: (name: string, why: string) => l10n.t("{0} is not used: {1}.", name, why),
    nothingPasted: l10n.t("The clipboard holds no image. Copy one, or open a file."),
    nothingDropped: l10n.t("The dropped item is not a file. Drop a PNG or a JPEG file."),
    steps: {
      title: l10n.t("What the network gets"),
      grey: l10n.t("Grey"),
      invert: l10n.t("Invert"),
      trim: l10n.t("Trim the background"),
      keepAspect: l10n.t("Keep proportions"),
      size: (width: string, height: string) => l10n.t("{0} × {1} pixels", width, height),
      after: (step: string) => l10n.t("The picture after the step “{0}”", step),
    },
    answer: l10n.t("Answer"),
    prediction: (name: string, share: string) => l10n.t("{0} with {1}", name, share),
    probabilities: l10n.t("Probabilities by the newest weights"),
    lookedAt: l10n.t("What speaks for"),
    predictedClass: l10n.t("the predicted class"),
    saliencyOf: (name: string) =>
      l10n.t("The image; colours mark pixels that raise or lower the score of {0}", name),
    raises: (name: string) => l10n.t("brighter is more {0}", name),
    lowers: (name: string) => l10n.t("brighter is less {0}", name),
  },
  suspects: {
    hint: l10n.t(
      "The images whose label may be wrong come first. In the training set, scores are means over all epochs; in the other sets they are those of the epoch.",
    ),
    score: l10n.t("Score"),
    scores: {
      margin: l10n.t("area under the margin"),
      probability: l10n.t("label’s probability"),
      loss: l10n.t("loss of the epoch"),
    },
  },
  inside: {
    beforeFirst: l10n.t(
      "The figures of the layers appear at the end of the first epoch, if they are recorded.",
    ),
    notRecorded: l10n.t(
      "This run has no record of its layers. New runs have one while the setting “Evaluation: Layers” is on.",
    ),
    layers: l10n.t("Layers"),
    atStep: (step: string, norm: string) =>
      l10n.t("At step {0}; the norm of all gradients together is {1}.", step, norm),
    name: l10n.t("Layer"),
    size: l10n.t("Parameters"),
    weightNorm: l10n.t("Norm of the weights"),
    gradientNorm: l10n.t("Norm of the gradients"),
    update: l10n.t("Update of the weights"),
    updateHint: l10n.t("The norm of a step’s update divided by the norm of the weights"),
    zeros: l10n.t("Zeros"),
    zerosHint: l10n.t("Share of the layer’s outputs that are 0"),
    deadUnits: l10n.t("Dead units"),
    deadHint: l10n.t("Units that are 0 for each image of the batch"),
    ofAll: (some: string, all: string) => l10n.t("{0} of {1}", some, all),
    norm: l10n.t("norm"),
    ofWeights: l10n.t("of the weights’ norm"),
    ofUnits: l10n.t("of the units"),
    summary: (layers: number, layer: string, value: string) =>
      l10n.t("{0} layers; of {1} at last {2}.", layers, layer, value),
    noFigure: l10n.t("No layer has this figure."),
    noneDead: l10n.t("No unit was dead in a recorded batch."),
    layer: (name: string) => l10n.t("Layer {0}", name),
    weights: l10n.t("Weights"),
    gradients: l10n.t("Gradients"),
    activations: l10n.t("Activations"),
    ridges: (title: string, layer: string) =>
      l10n.t("{0} of {1}: a histogram for each of several steps, the newest in front.", title, layer),
    spread: (step: string, from: string, to: string) =>
      l10n.t("At step {0} from {1} to {2}.", step, from, to),
    step: (step: string) => l10n.t("step {0}", step),
    byStep: l10n.t("Figures by step"),
    filters: l10n.t("Filters of the first layer"),
    filtersOf: (shown: number, all: number, layer: string, height: number, width: number) =>
      l10n.t(
        "{0} of {1} filters of {2}, {3} × {4} weights each, each coloured by its own largest weight.",
        shown,
        all,
        layer,
        height,
        width,
      ),
    positive: l10n.t("weights above 0"),
    negative: l10n.t("weights below 0"),
  },
} as const;
