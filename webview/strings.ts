/** Every sentence and label of the dashboard, so that another language is another table. */
export const strings = {
  /** Of the numbers and of the words alike. */
  locale: "en",

  connecting: "Loading the run…",
  unreachable: "The extension did not answer, so this view may be out of date.",
  tryAgain: "Try again",

  actions: {
    train: "Train FashionMNIST",
    trainOnSample: "Train on Sample",
    stop: "Stop",
    pause: "Pause",
    resume: "Resume",
    step: "Step",
    changeLearningRate: "Learning rate…",
    trainMore: "More epochs…",
    reduceLearningRate: "Smaller learning rate…",
    chooseDataFolder: "Choose Folder…",
    showLog: "Show Log",
  },
  /** Of a button from its press until the run has done what it asks for. */
  pending: {
    train: "Starting…",
    trainOnSample: "Starting…",
    stop: "Stopping…",
    pause: "Pausing…",
    resume: "Resuming…",
    step: "Stepping…",
  },
  runActions: "What can be done to the run",
  moreActions: "More actions",
  useSample: "Use the Sample Set",
  showInSettings: "Show in Settings",
  otherRunTraining: "Another run is training.",

  empty: {
    title: "Nothing trained yet",
    text: "Train the PyTorch tutorial’s network on Fashion-MNIST here, with no Python. Loss and accuracy appear as they are computed.",
    sample: "The sample set is drawn by Fitting Room, needs no download and takes seconds.",
  },

  status: {
    preparing: "Preparing the data",
    downloading: "Downloading Fashion-MNIST",
    running: (epoch: string) => `Training, epoch ${epoch}`,
    testing: (epoch: string) => `Testing after epoch ${epoch}`,
    paused: (epoch: string) => `Paused, epoch ${epoch}`,
    finished: (epochs: string) => `Finished, ${epochs}`,
    stopped: (epoch: string) => `Stopped in epoch ${epoch}`,
    failed: (epoch: string) => `Failed in epoch ${epoch}`,
    interrupted: (epoch: string) => `Interrupted in epoch ${epoch}`,
    /** Of a run that ended before its first step. */
    unbegun: {
      finished: "Finished",
      stopped: "Stopped before the first step",
      failed: "Failed before the first step",
      interrupted: "Interrupted before the first step",
    },
  },
  interrupted: "The training was cut short. What it had recorded is kept, and it can be resumed.",
  gone: "This run is no longer in the runs folder. What was read of it is shown, and nothing can go on with it.",
  failure: "Why it failed",
  failedWithoutReason: "The run ended without telling why.",
  lastWords: "The last lines of what the trainer process said",

  progress: {
    label: "Progress of the run",
    done: (done: string, steps: string) => `${done} of ${steps}`,
    download: (file: string, received: string, total: string | undefined) =>
      `${total === undefined ? received : `${received} of ${total}`}, ${file}`,
  },

  sample: {
    badge: "Sample set",
    text: "Trained on the small drawn sample set. Its accuracy says nothing about Fashion-MNIST.",
  },
  warnings: "Warnings",
  runsUnreadable: "Runs cannot be shown",

  marks: {
    title: "What was done to the training",
    step: "Step",
    what: "What",
    fork: "fork",
    paused: "paused",
    resumed: "resumed",
    stepped: "one step",
    learningRate: (value: string) => `learning rate ${value}`,
    at: (label: string, step: string) => `${label} at step ${step}`,
    description: (marks: string) => `Marked: ${marks}.`,
  },

  figures: "Figures",
  none: "–",
  notANumber: "NaN",
  of: (part: string, whole: string) => `${part} of ${whole}`,
  tiles: {
    loss: "Loss",
    lossOfBatch: "of the last batch",
    testLoss: (loss: string) => `test ${loss}`,
    accuracy: "Test accuracy",
    accuracyPending: "after each epoch",
    accuracyMissing: "no epoch was completed",
    best: (accuracy: string, epoch: string) => `best ${accuracy}, epoch ${epoch}`,
    parentBest: (accuracy: string, epoch: string) => `parent’s best ${accuracy}, epoch ${epoch}`,
    learningRate: "Learning rate",
    speed: "Samples/s",
    elapsed: "Elapsed",
    remaining: (time: string) => `${time} left`,
  },

  units: {
    steps: { one: "1 step", other: (count: string) => `${count} steps` },
    epochs: { one: "1 epoch", other: (count: string) => `${count} epochs` },
  },

  chartedElsewhere: "The charts are in the dashboard’s tab.",
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
    title: "Accuracy",
    axis: "accuracy",
    waiting: "The first point comes after the first epoch.",
  },
  testLossChart: {
    title: "Loss per epoch",
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
    note: "Train figures are the average over an epoch while the weights change; test figures are measured at its end.",
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
    none: "No epoch was completed.",
    latest: (shown: string, all: string) => `The latest ${shown} of ${all} epochs.`,
  },

  settings: {
    title: "Settings of the next run",
    all: "All settings",
    open: "Open in Settings",
    openChanged: "Changed from its default. Open in Settings",
    changed: "changed",
    runIsSame: "The run above uses the same settings.",
    runDiffers: "The run above uses other settings:",
    runUses: "The run above uses:",
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
    epochs: (epochs: string) => `Training for ${epochs} now.`,
  },
} as const;
