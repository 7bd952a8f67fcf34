/** Every sentence and label of the dashboard, so that another language is another table. */
export const strings = {
  /** Of the numbers and of the words alike. */
  locale: "en",

  connecting: "Loading the run…",
  unreachable: "The extension did not answer, so this view may be out of date.",
  tryAgain: "Try again",

  train: "Train FashionMNIST",
  stop: "Stop",
  controls: {
    pause: "Pause",
    resume: "Resume",
    step: "Step",
    changeLearningRate: "Learning rate…",
    trainMore: "More epochs…",
    reduceLearningRate: "Smaller learning rate…",
  },
  otherRunTraining: "Another run is training.",

  empty: {
    title: "Nothing trained yet",
    text: "Train the PyTorch tutorial’s network on Fashion-MNIST here, with no Python. Loss and accuracy appear as they are computed.",
  },

  status: {
    preparing: "Preparing the data",
    downloading: "Downloading Fashion-MNIST",
    running: (epoch: string) => `Training, epoch ${epoch}`,
    testing: (epoch: string) => `Testing after epoch ${epoch}`,
    paused: (epoch: string) => `Paused, epoch ${epoch}`,
    finished: (elapsed: string) => `Finished in ${elapsed}`,
    stopped: (steps: string) => `Stopped after ${steps}`,
    failed: "Failed",
    interrupted: (steps: string) => `Interrupted after ${steps}`,
  },
  interrupted: "The training was cut short. What it had recorded is kept, and it can be resumed.",
  failedWithoutReason: "The run ended without telling why.",
  lastWords: "The last lines of what the trainer process said",

  progress: {
    label: "Progress of the run",
    steps: (done: string, total: string) => `${done} of ${total} steps`,
    download: (file: string, received: string, total: string | undefined) =>
      `${total === undefined ? received : `${received} of ${total}`}, ${file}`,
  },

  sample: {
    badge: "Sample data",
    text: "Trained on the small drawn sample set. Its accuracy says nothing about Fashion-MNIST.",
  },
  warnings: "Warnings",

  marks: {
    title: "What was done to the training",
    step: "Step",
    what: "What",
    fork: "fork",
    paused: "paused",
    resumed: "resumed",
    stepped: "one step",
    learningRate: (value: string) => `learning rate ${value}`,
    epochs: (total: string) => `${total} epochs`,
    at: (label: string, step: string) => `${label} at step ${step}`,
    description: (marks: string) => `Marked: ${marks}.`,
  },

  figures: "Figures",
  none: "–",
  notANumber: "not a number",
  of: (part: string, whole: string) => `${part} of ${whole}`,
  tiles: {
    loss: "Loss",
    lossOfBatch: "of the last batch",
    testLoss: (loss: string) => `test ${loss}`,
    accuracy: "Test accuracy",
    accuracyPending: "after each epoch",
    best: (accuracy: string, epoch: string) => `best ${accuracy}, epoch ${epoch}`,
    epoch: "Epoch",
    ofEpochs: (total: string) => `of ${total}`,
    step: "Step",
    speed: "Samples/s",
    elapsed: "Elapsed",
    remaining: "Time left",
    learningRate: "Learning rate",
  },

  units: {
    steps: (count: string) => `${count} steps`,
    oneStep: "1 step",
  },

  lossChart: {
    title: "Loss per step",
    batch: "each batch",
    smoothed: "smoothed",
    parent: "parent",
    step: "step",
    loss: "loss",
    waiting: "The curve begins with the first batch.",
    smoothing: "Smoothing",
    logScale: "Log y",
    readout: (step: string, loss: string) => `step ${step}: ${loss}`,
    description: (steps: string, first: string, last: string) =>
      `Loss of each batch over ${steps}, from ${first} to ${last}. Arrow keys read single steps.`,
  },
  accuracyChart: {
    title: "Test accuracy",
    axis: "accuracy",
    waiting: "The first point comes after the first epoch.",
  },
  testLossChart: {
    title: "Test loss",
    axis: "loss",
    waiting: "The first point comes after the first epoch.",
  },
  epochCharts: {
    epoch: "epoch",
    test: "test",
    train: "train",
    parent: "parent",
    best: "best",
    readout: (epoch: string, test: string, train: string) => `epoch ${epoch}: ${test}, train ${train}`,
    description: (epochs: string, last: string) =>
      `One point for each of ${epochs}, the last ${last}. Arrow keys read single epochs; the table below has all figures.`,
    oneEpoch: "1 epoch",
    epochs: (count: string) => `${count} epochs`,
  },

  table: {
    title: "Figures as a table",
    caption: "Loss and accuracy of each epoch",
    epoch: "Epoch",
    trainLoss: "Train loss",
    trainAccuracy: "Train acc.",
    testLoss: "Test loss",
    testAccuracy: "Test acc.",
    best: "best",
    empty: "No epoch is complete yet.",
    latest: (shown: string, all: string) => `The latest ${shown} of ${all} epochs.`,
  },

  settings: {
    title: "Settings of the next run",
    all: "All settings",
    open: (label: string, value: string) => `${label}: ${value}. Open in Settings.`,
    openChanged: (label: string, value: string) =>
      `${label}: ${value}, changed from its default. Open in Settings.`,
    runIsSame: "The run above uses the same settings.",
    runDiffers: "The run above uses other settings:",
    runUses: "The run above uses:",
  },
  config: {
    learningRate: "learning rate",
    batchSize: "batch size",
    epochs: "epochs",
    optimizer: "optimizer",
    momentum: "momentum",
    dampening: "dampening",
    nesterov: "Nesterov",
    weightDecay: "weight decay",
    seed: "seed",
    shuffle: "shuffle",
    hidden: "hidden layers",
    limitTrainBatches: "batches per epoch",
    dataset: "data",
    location: "data folder",
  },
  configValues: {
    on: "on",
    off: "off",
    all: "all",
    noLayers: "none",
    noFolder: "downloaded",
    optimizers: { sgd: "SGD", adam: "Adam", adamw: "AdamW" },
    datasets: { "fashion-mnist": "Fashion-MNIST", sample: "sample data" },
  },

  announce: {
    epoch: (epoch: string, accuracy: string, loss: string) =>
      `Epoch ${epoch}: test accuracy ${accuracy}, test loss ${loss}.`,
    finished: (best: string | undefined) =>
      best === undefined ? "Training finished." : `Training finished, ${best}.`,
    stopped: "Training stopped.",
    failed: (error: string) => `Training failed. ${error}`,
    interrupted: "Training interrupted.",
    warning: (message: string) => `Warning. ${message}`,
    continued: (step: string) => `Training goes on from step ${step}.`,
    paused: (step: string) => `Training paused at step ${step}.`,
    resumed: (step: string) => `Training resumed at step ${step}.`,
    stepped: (step: string, loss: string) => `Step ${step} trained, loss ${loss}.`,
    learningRate: (value: string) => `Learning rate ${value} from now on.`,
    epochs: (total: string) => `Training for ${total} epochs now.`,
  },
} as const;
