import * as l10n from "@vscode/l10n";
import { runsText } from "../src/text/amounts";
import { plural } from "../src/text/language";
import { wholeNumber } from "../src/text/numbers";
import { modelStrings } from "./modelStrings";

/** The texts of the webviews, in the language of {@link setLanguage}. */
export const strings = {
  meanAndSd: (mean: string, sd: string) => l10n.t("{0} ± {1}", mean, sd),
  connecting: l10n.t("Loading the run…"),
  unreachable: l10n.t("The extension did not answer, so this view may be out of date."),
  tryAgain: l10n.t("Try again"),

  actions: {
    train: l10n.t("Train FashionMNIST"),
    trainOnSample: l10n.t("Train on Sample"),
    stop: l10n.t("Stop"),
    pause: l10n.t("Pause"),
    resume: l10n.t("Resume"),
    step: l10n.t({ message: "Step", comment: "A button: train one step" }),
    changeLearningRate: l10n.t("Learning rate…"),
    trainMore: l10n.t("More epochs…"),
    reduceLearningRate: l10n.t("Smaller learning rate…"),
    chooseDataFolder: l10n.t("Choose Folder…"),
    showLog: l10n.t("Show Log"),
  },
  /** Labels of buttons while their action is pending. */
  pending: {
    train: l10n.t("Starting…"),
    trainOnSample: l10n.t("Starting…"),
    stop: l10n.t("Stopping…"),
    pause: l10n.t("Pausing…"),
    resume: l10n.t("Resuming…"),
    step: l10n.t("Stepping…"),
  },
  runActions: l10n.t("Actions for the run"),
  moreActions: l10n.t("More actions"),
  useSample: l10n.t("Use the Sample Set"),
  showInSettings: l10n.t("Show in Settings"),
  forkedFrom: (run: string, step: string) => l10n.t("Forked from {0} after step {1}", run, step),
  otherRunTraining: l10n.t("Another run is training."),
  showOtherRun: l10n.t("Show it"),
  /** Why this window is not connected to the trainer of the run shown. */
  contact: {
    connecting: l10n.t("Connecting to the training…"),
    unreachable: l10n.t(
      "This window cannot reach the trainer, so the training cannot be controlled here. The window tries again every few seconds.",
    ),
  },

  empty: {
    title: l10n.t("Nothing trained yet"),
    text: l10n.t(
      "Train the PyTorch tutorial’s network on Fashion-MNIST here, with no Python. Loss and accuracy appear as they are computed.",
    ),
    sample: l10n.t("The sample set is drawn by Fitting Room, needs no download and takes seconds."),
  },

  untrusted: {
    title: l10n.t("The runs of this workspace are not shown"),
    text: l10n.t("The workspace is not trusted. Once it is, its runs are shown, and runs can be trained."),
    manage: l10n.t("Manage Workspace Trust"),
  },

  status: {
    preparing: l10n.t("Preparing the data"),
    downloading: (dataset: string) => l10n.t("Downloading {0}", dataset),
    running: (epoch: string) => l10n.t("Training, epoch {0}", epoch),
    testing: (epoch: string) => l10n.t("Testing after epoch {0}", epoch),
    validating: (epoch: string) => l10n.t("Validating and testing after epoch {0}", epoch),
    paused: (epoch: string) => l10n.t("Paused, epoch {0}", epoch),
    finished: (epochs: string) => l10n.t("Finished, {0}", epochs),
    /** Statuses of a run that ended within an epoch. */
    within: {
      stopped: (epoch: string) => l10n.t("Stopped in epoch {0}", epoch),
      failed: (epoch: string) => l10n.t("Failed in epoch {0}", epoch),
      interrupted: (epoch: string) => l10n.t("Interrupted in epoch {0}", epoch),
    },
    /** Statuses of a run that ended between two epochs. */
    after: {
      stopped: (epoch: string) => l10n.t("Stopped after epoch {0}", epoch),
      failed: (epoch: string) => l10n.t("Failed after epoch {0}", epoch),
      interrupted: (epoch: string) => l10n.t("Interrupted after epoch {0}", epoch),
    },
    /** Status of a run that ended before its first step. */
    unbegun: {
      finished: l10n.t("Finished"),
      stopped: l10n.t("Stopped before the first step"),
      failed: l10n.t("Failed before the first step"),
      interrupted: l10n.t("Interrupted before the first step"),
    },
  },
  interrupted: l10n.t("The training was cut short. What it had recorded is kept, and it can be resumed."),
  gone: l10n.t(
    "This run is no longer in the runs folder. What was read of it before is shown; it cannot be resumed.",
  ),
  elsewhere: (folder: string) =>
    l10n.t(
      "This run is in {0}, which is not the runs folder of this window now. To resume it, set fittingRoom.runs.location to that folder.",
      folder,
    ),
  failure: l10n.t("Why it failed"),
  failedWithoutReason: l10n.t("The run recorded no reason for its end."),
  lastOutput: l10n.t("The last lines of the trainer process’s error output"),

  progress: {
    label: l10n.t("Progress of the run"),
    done: (done: string, steps: string) => l10n.t("{0} of {1}", done, steps),
    download: (file: string, received: string, total: string | undefined) =>
      total === undefined
        ? l10n.t("{0}, {1}", received, file)
        : l10n.t("{0} of {1}, {2}", received, total, file),
  },

  sample: {
    badge: l10n.t("Sample set"),
    text: (original: string) =>
      l10n.t(
        "The data is the small sample set, drawn by Fitting Room. Its accuracy is not comparable with that of {0}.",
        original,
      ),
  },
  warnings: l10n.t("Warnings"),
  diagnoses: {
    title: l10n.t("Diagnoses"),
    fork: l10n.t("Fork…"),
    again: l10n.t("Train Again…"),
    forkWithRate: (rate: string) => l10n.t("Fork with Learning Rate {0}", rate),
    againWithRate: (rate: string) => l10n.t("Train Again with Learning Rate {0}", rate),
    forkWithDecay: (decay: string) => l10n.t("Fork with Weight Decay {0}", decay),
    againWithDecay: (decay: string) => l10n.t("Train Again with Weight Decay {0}", decay),
  },
  runsUnreadable: l10n.t("Runs cannot be shown"),

  marks: {
    title: l10n.t("Changes and diagnoses during the training"),
    step: l10n.t("Step"),
    what: l10n.t("What"),
    fork: l10n.t("fork"),
    paused: l10n.t("paused"),
    resumed: l10n.t("resumed"),
    stepped: l10n.t("one step"),
    learningRate: (value: string) => l10n.t("learning rate {0}", value),
    diagnosis: (label: string) => l10n.t("diagnosis: {0}", label),
    at: (label: string, step: string) => l10n.t("{0} at step {1}", label, step),
    description: (marks: string) => l10n.t("Marked: {0}.", marks),
  },

  figures: l10n.t("Figures"),
  none: "–",
  notANumber: "NaN",
  /** For example `2 of 5`. Shown after the word “epoch”. */
  of: (epoch: string, epochs: string) =>
    l10n.t({ message: "{0} of {1}", args: [epoch, epochs], comment: "An epoch's number of all epochs" }),
  tiles: {
    loss: l10n.t("Batch loss"),
    lossPending: l10n.t("test after each epoch"),
    lossUntested: l10n.t("no test"),
    testLoss: (loss: string) => l10n.t("test {0}", loss),
    validation: (figure: string) => l10n.t("validation {0}", figure),
    accuracy: l10n.t("Test accuracy"),
    accuracyPending: l10n.t("after each epoch"),
    accuracyMissing: l10n.t("no epoch was completed"),
    best: (accuracy: string, epoch: string) => l10n.t("best {0}, epoch {1}", accuracy, epoch),
    /** `accuracy` is the accuracy on the test set. */
    bestByValidation: (accuracy: string, epoch: string) =>
      l10n.t("best by validation: test {0}, epoch {1}", accuracy, epoch),
    parentBest: (accuracy: string, epoch: string) =>
      l10n.t("best before the fork {0}, epoch {1}", accuracy, epoch),
    parentBestByValidation: (accuracy: string, epoch: string) =>
      l10n.t("before the fork, best by validation: test {0}, epoch {1}", accuracy, epoch),
    learningRate: l10n.t("Learning rate"),
    speed: l10n.t("Samples/s"),
    trainingTime: l10n.t("Training time"),
    remaining: (time: string) => l10n.t("{0} left", time),
  },

  chartedElsewhere: l10n.t("The charts are in the dashboard’s tab."),
  lossChart: {
    title: l10n.t("Loss per step"),
    batch: l10n.t("each batch"),
    smoothed: l10n.t("smoothed"),
    parent: l10n.t("parent"),
    waiting: l10n.t("The curve begins with the first batch."),
    smoothing: l10n.t("Smoothing"),
    description: (steps: string, first: string, last: string) =>
      l10n.t("Loss of each batch over {0}, from {1} to {2}.", steps, first, last),
  },
  accuracyChart: {
    title: l10n.t("Accuracy"),
    waiting: l10n.t("The first point comes after the first epoch."),
  },
  testLossChart: {
    title: l10n.t("Loss per epoch"),
    waiting: l10n.t("The first point comes after the first epoch."),
  },
  epochCharts: {
    test: l10n.t("test"),
    train: l10n.t("train"),
    validation: l10n.t("validation"),
    best: l10n.t("best"),
    bestByValidation: l10n.t("best by validation"),
    description: (epochs: string, last: string) =>
      l10n.t("One point for each of {0}, the last {1}; the table below has all figures.", epochs, last),
    describeWithValidation: (epochs: string, test: string, validation: string) =>
      l10n.t(
        "One point for each of {0}, the last {1} on the test set and {2} on the validation set; the table below has all figures.",
        epochs,
        test,
        validation,
      ),
    note: l10n.t(
      "Train figures are the average over an epoch while the weights change; test figures are measured at its end.",
    ),
    noteWithValidation: l10n.t(
      "Train figures are the average over an epoch while the weights change; validation and test figures are measured at its end. The best epoch has the highest validation accuracy.",
    ),
  },

  /** Texts of charts: of many runs, and of the run on display. */
  runsChart: {
    charts: l10n.t("Charts"),
    titles: {
      loss: l10n.t("Training loss"),
      testLoss: l10n.t("Test loss"),
      testAccuracy: l10n.t("Test accuracy"),
      validationLoss: l10n.t("Validation loss"),
      validationAccuracy: l10n.t("Validation accuracy"),
      trainLoss: l10n.t("Training loss per epoch"),
      trainAccuracy: l10n.t("Training accuracy"),
      learningRate: l10n.t("Learning rate"),
      speed: l10n.t("Samples per second"),
    },
    axes: {
      step: l10n.t("step"),
      epoch: l10n.t("epoch"),
      time: l10n.t("training time"),
      samples: l10n.t("samples seen"),
    },
    loss: l10n.t("loss"),
    accuracy: l10n.t("accuracy"),
    learningRate: l10n.t("learning rate"),
    samplesPerSecond: l10n.t("samples/s"),
    points: (difference: string) => l10n.t("{0} points", difference),
    atStep: (step: string) => l10n.t("at step {0}", step),
    afterEpoch: (epoch: string) => l10n.t("after epoch {0}", epoch),
    afterTime: (time: string) => l10n.t("after {0}", time),
    afterSamples: (samples: string) => l10n.t("after {0} samples", samples),
    loading: l10n.t("Loading the curves…"),
    waitingForBatch: l10n.t("The lines begin with the first batch."),
    waitingForEpoch: l10n.t("The lines begin with the end of the first epoch."),
    noRuns: l10n.t("No run is drawn."),
    noCharts: l10n.t("No chart is chosen."),
    baselineName: (run: string) => l10n.t("{0} (baseline)", run),
    more: (count: string) => l10n.t("and {0} more", count),
    /** The number of names that the legend has no room for. */
    moreNames: (count: number) => `+${count}`,
    /** Why the values of a run or of a group of runs could not be read. */
    problemOf: (name: string, problem: string) => `${name}: ${problem}`,
    /** All values at a place, for example `epoch 3: test 84.2%, train 83.1%`. */
    readoutOfAll: (place: string, values: string) => `${place}: ${values}`,
    /** The heading of the averages in the readout. Each average is in parentheses. */
    smoothed: l10n.t("(smoothed)"),
    reading: "…",
    /** The inspected place, for example `step 1,204`. */
    place: (axis: string, value: string) => `${axis} ${value}`,
    readout: (place: string, run: string, value: string) => l10n.t("{0}, {1}: {2}", place, run, value),
    readoutSmoothed: (place: string, run: string, value: string, smoothed: string) =>
      l10n.t("{0}, {1}: {2}, smoothed {3}", place, run, value, smoothed),
    keys: l10n.t(
      "Left and right arrow keys read single values, up and down change the run, Escape ends the reading and the zoom.",
    ),
    keysOfOne: l10n.t(
      "Arrow keys read single values, Page keys move further, Home and End read the first and the last one, Escape ends the reading and the zoom.",
    ),
    group: (label: string, count: string) => l10n.t("{0} (mean of {1})", label, count),
    /** The name of a group of which no run has a value. */
    emptyGroup: (label: string) => l10n.t("{0} (no values)", label),
    /** `count` is the number of the group's runs that have a value, `size` the number of all its runs. */
    groupPart: (label: string, count: string, size: string) =>
      l10n.t("{0} (mean of {1} of {2})", label, count, size),
    /** In the legend: how the mean of a group is drawn where some of its runs have no value. */
    ofFewer: l10n.t("faint: fewer runs"),
    bands: {
      none: l10n.t("none"),
      sd: l10n.t("standard deviation"),
      minMax: l10n.t("lowest to highest"),
      interval: l10n.t("95 % interval of the mean"),
    },
    /** In the legend: the kind of band around the means of groups. */
    bandOf: (kind: string) => l10n.t("band: {0}", kind),
    band: l10n.t("Band"),
    xAxis: l10n.t("x axis"),
    yAxis: l10n.t("y axis"),
    fits: { usual: l10n.t("Without Outliers"), all: l10n.t("All Values") },
    limits: {
      choose: l10n.t("Limits…"),
      title: l10n.t("Limits of the y axis"),
      from: l10n.t("y from"),
      to: l10n.t("to"),
      automatic: l10n.t("automatic"),
      set: l10n.t("Set"),
      close: l10n.t("Close"),
      wrong: l10n.t("Limits are numbers, such as 0.5, 1e-3 or 85%, and the first one is the lower one."),
    },
    /** The number of lines that leave the plot. */
    beyond: (count: string) => l10n.t("{0} beyond the edge", count),
    showAll: l10n.t("Show all values"),
    maximise: (chart: string) => l10n.t("Maximize the chart {0}", chart),
    restore: (chart: string) => l10n.t("Restore the chart {0} (Escape)", chart),
    logX: l10n.t("Log x"),
    logY: l10n.t("Log y"),
    resetZoom: l10n.t("Reset zoom"),
    /** The number of charts that are out of view below. */
    moreBelow: (count: number) =>
      plural(count, l10n.t("1 more chart below"), l10n.t("{0} more charts below", count)),
    chooseCharts: l10n.t("Choose charts"),
    dragToMove: l10n.t("Drag to move the chart"),
    actionsOf: (chart: string) => l10n.t("Actions for the chart {0}", chart),
    moveEarlier: l10n.t("Move Back"),
    moveLater: l10n.t("Move Forward"),
    hide: l10n.t("Hide"),
    copy: l10n.t("Copy as PNG"),
    saveAs: (kind: string) => l10n.t("Save as {0}…", kind),
    saveLight: (kind: string) => l10n.t("Save as {0} with a Light Background…", kind),
    summary: {
      none: (runs: string) => l10n.t("{0}, no values yet.", runs),
      single: (run: string, value: string, place: string) => l10n.t("{0}: best {1} {2}.", run, value, place),
      range: (runs: string, low: string, high: string) =>
        l10n.t("{0}, last values from {1} to {2}.", runs, low, high),
      best: (runs: string, run: string, value: string, place: string) =>
        l10n.t("Of {0}, {1} is best with {2} {3}.", runs, run, value, place),
      baselineIsBest: (runs: string, run: string, value: string, place: string) =>
        l10n.t("Of {0}, the baseline {1} is best with {2} {3}.", runs, run, value, place),
      above: (runs: string, run: string, value: string, place: string, difference: string) =>
        l10n.t(
          "Of {0}, {1} is best with {2} {3}, {4} above the baseline.",
          runs,
          run,
          value,
          place,
          difference,
        ),
      below: (runs: string, run: string, value: string, place: string, difference: string) =>
        l10n.t(
          "Of {0}, {1} is best with {2} {3}, {4} below the baseline.",
          runs,
          run,
          value,
          place,
          difference,
        ),
    },
    twin: { run: l10n.t("Run"), best: l10n.t("Best"), last: l10n.t("Last") },
  },

  table: {
    title: l10n.t("Figures as a table"),
    caption: l10n.t("Loss and accuracy of each epoch"),
    epoch: l10n.t("Epoch"),
    trainLoss: l10n.t("Train loss"),
    trainAccuracy: l10n.t("Train acc."),
    testLoss: l10n.t("Test loss"),
    testAccuracy: l10n.t("Test acc."),
    validationLoss: l10n.t("Val. loss"),
    validationAccuracy: l10n.t("Val. acc."),
    best: l10n.t("best"),
    bestByValidation: l10n.t("best by validation"),
    empty: l10n.t("No epoch is complete yet."),
    none: l10n.t("No epoch was completed."),
    latest: (shown: string, all: string) => l10n.t("The latest {0} of {1} epochs.", shown, all),
  },

  settings: {
    title: l10n.t("Settings of the next run"),
    all: l10n.t("All settings"),
    workspaceFolder: (name: string) => l10n.t("Runs and settings of the workspace folder {0}", name),
    selectFolder: l10n.t("Select Another Folder"),
    open: l10n.t("Open in Settings"),
    openChanged: l10n.t("Changed from its default. Open in Settings"),
    changed: l10n.t("changed"),
    runIsSame: l10n.t("The run above uses the same settings."),
    runDiffers: l10n.t("The run above uses other settings:"),
    runUses: l10n.t("The run above uses:"),
  },
  announce: {
    epoch: (epoch: string, accuracy: string, loss: string) =>
      l10n.t("Epoch {0}: test accuracy {1}, test loss {2}.", epoch, accuracy, loss),
    validation: (accuracy: string, loss: string) =>
      l10n.t("Validation accuracy {0}, validation loss {1}.", accuracy, loss),
    finished: (best: string | undefined) =>
      best === undefined ? l10n.t("Training finished.") : l10n.t("Training finished, {0}.", best),
    stopped: l10n.t("Training stopped."),
    failed: (error: string) => l10n.t("Training failed. {0}", error),
    interrupted: l10n.t("Training interrupted."),
    warning: (message: string) => l10n.t("Warning. {0}", message),
    continued: (step: string) => l10n.t("Training continues from step {0}.", step),
    paused: (step: string) => l10n.t("Training paused at step {0}.", step),
    resumed: (step: string) => l10n.t("Training resumed at step {0}.", step),
    stepped: (step: string, loss: string) => l10n.t("Step {0} trained, loss {1}.", step, loss),
    learningRate: (value: string) => l10n.t("Learning rate {0} from now on.", value),
    epochs: (epochs: string) => l10n.t("Training for {0} now.", epochs),
  },

  model: modelStrings,

  experiments: {
    title: l10n.t("Experiments"),
    loading: l10n.t("Loading the runs…"),
    table: l10n.t("Runs"),
    tools: l10n.t("Tools of the table"),
    splitter: l10n.t("Height of the charts"),
    parts: {
      label: l10n.t("View"),
      both: l10n.t("charts and table"),
      charts: l10n.t("charts"),
      table: l10n.t("table"),
    },
    empty: l10n.t("No run yet"),
    emptyText: l10n.t("Every training is kept here. Train twice with other settings, and compare."),
    draw: l10n.t("Draw the run in the charts"),
    drawSelected: (runs: number) =>
      runs === 0
        ? l10n.t("Draw only the selected runs: select one or more")
        : plural(runs, l10n.t("Draw only the selected run"), l10n.t("Draw only the {0} selected runs", runs)),
    drawn: l10n.t("drawn"),
    notDrawn: l10n.t("not drawn"),
    star: l10n.t("Star"),
    starred: l10n.t("starred"),
    notStarred: l10n.t("not starred"),
    archived: l10n.t("archived"),
    ofBestByValidation: (label: string, value: string) =>
      l10n.t("{0}: {1}, of the best epoch by validation accuracy", label, value),
    baseline: l10n.t("baseline"),
    problems: (problems: string) => l10n.t("Problems: {0}", problems),
    exports: {
      open: l10n.t("Export…"),
      title: (runs: number) => plural(runs, l10n.t("Export 1 run"), l10n.t("Export {0} runs", runs)),
      markdown: l10n.t("Copy Table as Markdown"),
      tableCsv: l10n.t("Table as CSV…"),
      tableJson: l10n.t("Table as JSON…"),
      seriesCsv: l10n.t("Series as CSV…"),
      seriesJson: l10n.t("Series as JSON…"),
    },
    close: l10n.t("Close"),
    removed: (names: readonly string[]) =>
      plural(
        names.length,
        l10n.t("{0} is no longer in the runs folder", names[0] ?? ""),
        l10n.t("{0} runs are no longer in the runs folder", names.length),
      ),
    deleteRefused: (id: string) => l10n.t("Move {0} into the trash", id),
    refused: (count: number) =>
      plural(
        count,
        l10n.t("1 folder is not shown as a run"),
        l10n.t("{0} folders are not shown as runs", count),
      ),
    header: {
      drawn: l10n.t("Drawn in the charts"),
      drawAll: l10n.t("Draw all runs of the table in the charts, or none"),
      starred: l10n.t("Starred"),
      sortKey: (place: number) => l10n.t(", sort key {0}", place),
      hint: (label: string) =>
        l10n.t("{0}: click to sort, with Shift by a further column; drag to move", label),
    },
    edit: {
      name: (run: string) => l10n.t("Name of {0}", run),
      tags: (run: string) => l10n.t("Tags of {0}, with commas between them", run),
      note: (run: string) => l10n.t("Note about {0}", run),
      changed: (now: string) =>
        l10n.t("Changed elsewhere to: {0}. Enter writes yours, Escape keeps that.", now),
      takenName: l10n.t("Another run has this name or id."),
      wrongName: (requirement: string) => l10n.t("{0} {1}.", l10n.t("The name"), requirement),
      wrongNote: (requirement: string) => l10n.t("{0} {1}.", l10n.t("The note"), requirement),
    },
    placeholder: {
      name: l10n.t("empty: the run’s time"),
      tags: l10n.t("baseline, paper"),
      note: l10n.t("Ctrl+Enter saves, Escape cancels"),
    },
    filter: {
      label: l10n.t("Filter runs"),
      placeholder: l10n.t("Filter, e.g. lr>0.01 tag:baseline acc:85%..90%"),
      clear: l10n.t("Clear the filter"),
      offers: l10n.t("What may follow"),
      nothing: l10n.t("No run matches the filter."),
      allArchived: l10n.t("All runs are archived."),
      onlyArchived: l10n.t("Only archived runs match the filter."),
      showArchived: l10n.t("Show archived runs"),
    },
    group: {
      by: l10n.t("Group by"),
      nothing: l10n.t("nothing"),
      seed: l10n.t("same but for the seed"),
      tag: l10n.t("tag"),
      count: (known: number, runs: number) =>
        known === runs ? l10n.t("n = {0}", known) : l10n.t("n = {0} of {1} runs", known, runs),
      noFigures: l10n.t("no test accuracy yet"),
      best: (name: string, accuracy: string) => l10n.t("best {0} {1}", name, accuracy),
    },
    columnsPicker: {
      title: l10n.t("Columns"),
      search: l10n.t("Search columns"),
      reset: l10n.t("Default columns"),
    },
    guessing: l10n.t("chance level"),
    summary: {
      all: (runs: number) => runsText(runs),
      some: (shown: number, all: number) => l10n.t("{0} of {1}", wholeNumber(shown), runsText(all)),
      excluded: (word: string, runs: number) =>
        runs === 0
          ? l10n.t("{0} leaves out no run", word)
          : plural(runs, l10n.t("{0} leaves out 1 run", word), l10n.t("{0} leaves out {1} runs", word, runs)),
      besidesBaseline: l10n.t("the baseline is shown, too"),
      ofEarlier: l10n.t("by the filter before"),
      archived: (count: number) => l10n.t("{0} archived (is:archived shows them)", count),
      selected: (count: number) => l10n.t("{0} selected", count),
      reading: l10n.t("reading the runs folder…"),
    },
    compare: {
      title: l10n.t("Comparison"),
      differencesFrom: (name: string) => l10n.t("Differences from {0}", name),
      open: (runs: number) => l10n.t("Compare {0} Runs", runs),
      needsTwo: l10n.t("Compare Runs: select two or more"),
      search: l10n.t("Search figures and hyperparameters"),
      what: l10n.t("Figure or hyperparameter"),
      makeBaseline: l10n.t("Make Baseline"),
      isBaseline: l10n.t("Baseline"),
      some: (shown: number, all: number) =>
        l10n.t("The first {0} of {1} selected runs; select fewer to compare others.", shown, all),
      height: l10n.t("Height of the comparison"),
      better: l10n.t(", better"),
      copyValue: l10n.t("Copy the value"),
      same: l10n.t("The hyperparameters are the same."),
      nothingFound: l10n.t("Nothing that differs matches the search."),
      close: l10n.t("Close the comparison"),
    },
    tags: {
      title: (runs: number) => plural(runs, l10n.t("Tags of 1 run"), l10n.t("Tags of {0} runs", runs)),
      add: l10n.t("Add a tag"),
      invalid: (requirement: string) => l10n.t("A tag {0}.", requirement),
    },
    menu: {
      title: l10n.t("Actions for the selected runs"),
      show: l10n.t("Show in Live"),
      openModel: l10n.t("Open Model"),
      compare: l10n.t("Compare"),
      drawOnly: (runs: number) => plural(runs, l10n.t("Draw Only This Run"), l10n.t("Draw Only These Runs")),
      draw: l10n.t("Draw in the Charts"),
      hide: l10n.t("Hide in the Charts"),
      rename: l10n.t("Rename…"),
      note: l10n.t("Note…"),
      star: l10n.t("Star"),
      unstar: l10n.t("Remove Star"),
      tags: l10n.t("Tags…"),
      baseline: l10n.t("Make Baseline"),
      noBaseline: l10n.t("No Longer the Baseline"),
      useSettings: l10n.t("Use These Settings"),
      copyCommand: l10n.t("Copy as Command"),
      trainAgain: (runs: number) =>
        plural(runs, l10n.t("Train Again…"), l10n.t("Train {0} Runs Again…", runs)),
      fork: l10n.t("Fork Run…"),
      export: l10n.t("Export…"),
      archive: l10n.t("Archive"),
      unarchive: l10n.t("Remove from Archive"),
      colour: l10n.t("Colour"),
      colourOf: (number: number) => l10n.t("Colour {0}", number),
      delete: (runs: number) => plural(runs, l10n.t("Delete"), l10n.t("Delete {0} Runs", runs)),
    },
  },
} as const;
