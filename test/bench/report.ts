import { networkBatch, warmUpSteps } from "./peers/NetworkPeer";
import type {
  AccuracyFigures,
  BusyFigures,
  DashboardFigure,
  KernelFigures,
  Machine,
  NetworkFigures,
  PeerFigures,
  Results,
  SweepFigures,
  TrainingFigures,
  WatchingFigures,
} from "./results";
import type { Summary } from "./statistics";
import { type Table, toMarkdown, toText } from "./Table";
import { targets } from "./toAccuracy";

const NONE = "–";

/** The results for a terminal. */
export function toTextReport(results: Results): string {
  const { machine } = results;
  return [machineLine(machine), ...tables(results).map(toText), ...warnings(machine)].join("\n\n");
}

/** The results for `docs/performance.md`. */
export function toMarkdownReport(results: Results): string {
  const { machine, peers, watching, dashboard, model, toAccuracy } = results;
  const options = [
    ...(peers ? ["--peers"] : []),
    ...(watching ? ["--watching"] : []),
    ...(dashboard ? ["--dashboard"] : []),
    ...(model ? ["--model"] : []),
    ...(toAccuracy ? ["--to-accuracy"] : []),
  ];
  const command = ["npm run bench", ...(options.length > 0 ? ["--", ...options] : [])].join(" ");
  const intro = `Measured on ${results.time.slice(0, 10)}: ${machineLine(machine)}. To repeat it: \`${command}\`.`;
  return [intro, ...tables(results).map(toMarkdown), ...warnings(machine)].join("\n\n");
}

function tables({ watching = [], ...results }: Results): Table[] {
  const { kernels, training, peers, networks, busy, sweep, dashboard, model, toAccuracy } = results;
  return [
    kernels && kernelTable(kernels, training),
    training && trainingTable(training),
    peers && peerTable(peers),
    networks && networkTable(networks),
    busy && busyTable(busy),
    sweep && sweepTable(sweep),
    ...watching.map(watchingTable),
    dashboard &&
      figuresTable(
        "Lists and charts of many runs",
        dashboard,
        "Times are measured from the key press or the browser's event. Memory is heap and external memory after a garbage collection. Processor time is a share of a core; Chromium draws by software.",
      ),
    model &&
      figuresTable(
        "The Model view of a run on Fashion-MNIST",
        model,
        "Times are measured from the key press or the browser's event to the end of painting; Chromium draws by software, at 60 frames a second.",
      ),
    toAccuracy && accuracyTable(toAccuracy),
  ].filter((table) => table !== undefined);
}

function machineLine({ cpu, cores, memoryBytes, platform, arch, node, v8 }: Machine): string {
  const memory = `${Math.round(memoryBytes / 2 ** 30)} GiB`;
  return `${cpu}, ${cores} ${cores === 1 ? "core" : "cores"}, ${memory}, ${platform} ${arch}, Node.js ${node} (V8 ${v8})`;
}

/** A warning if the load average before the first measurement was at least a quarter of the number of cores. */
function warnings({ loadAverage, cores }: Machine): string[] {
  if (loadAverage < cores / 4) return [];
  const load = loadAverage.toFixed(1);
  return [
    `The machine was not quiet: its load average was ${load} before the first measurement. Ratios hold better than times.`,
  ];
}

function kernelTable({ threads, peaks }: KernelFigures, training?: TrainingFigures): Table {
  const several = threads > 1;
  return {
    title: "Kernel peak, GFLOP/s",
    columns: ["kernels", "1 thread", ...(several ? [`${threads} threads`] : [])],
    rows: peaks.map(({ name, oneThread, allThreads }) => [
      name,
      oneThread.toFixed(1),
      ...(several ? [allThreads?.toFixed(1) ?? NONE] : []),
    ]),
    notes: training && [`The training below used ${training.kernels}.`],
  };
}

function trainingTable(figures: TrainingFigures): Table {
  const { dataset, trainSamples, testSamples, kernels, threads, processes } = figures;
  const row = (name: string, summary: Summary | null, format: (value: number) => string) =>
    summary ? [name, ...medianAndRange(summary, format)] : [name, NONE, NONE, NONE];
  return {
    title: `The tutorial's job: ${dataset}, ${kernels}, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    columns: ["figure", "median", "range", "of"],
    rows: [
      row("epoch (training + evaluation), s", figures.epoch, seconds),
      row(`training on ${count(trainSamples)} images, s`, figures.training, seconds),
      row(`evaluation on ${count(testSamples)} images, s`, figures.evaluation, seconds),
      row("training speed, GFLOP/s", figures.gflops, (value) => value.toFixed(1)),
      row("share of the kernel peak", figures.shareOfPeak, (value) => `${Math.round(100 * value)} %`),
      row("process start to first step, ms", figures.firstStep, (value) => (1000 * value).toFixed(0)),
      row("process start to end of epoch 1, s", figures.firstEpoch, seconds),
      row("peak memory of the trainer (RSS), MB", figures.peakMemoryBytes, (value) =>
        (value / 1e6).toFixed(0),
      ),
    ],
    notes: [
      `784-512-512-10, batch 64, SGD, through the command line; ${processes} fresh ${processes === 1 ? "process" : "processes"}.`,
      "The speed counts every multiplication of the layers. Those by zeros that a ReLU or a dark pixel leaves are passed over, so the share of the peak may be more than all.",
    ],
  };
}

function peerTable(peers: readonly PeerFigures[]): Table {
  const missing = peers.flatMap((peer) =>
    "missing" in peer ? [`Not measured: ${peer.name}. ${peer.missing}`] : [],
  );
  const notes = peers.flatMap((peer) => ("note" in peer && peer.note ? [peer.note] : []));
  return {
    title: "The same job elsewhere, measured in turns with ours",
    columns: ["program", "version", "threads", "epoch, s", "range", "times ours", "range"],
    rows: peers.flatMap((peer) => {
      if ("missing" in peer) return [];
      const [epoch, epochRange] = medianAndRange(peer.epoch, seconds);
      const [ratio, ratioRange] = medianAndRange(peer.ratio, times);
      return [[peer.name, peer.version, String(peer.threads), epoch!, epochRange!, ratio!, ratioRange!]];
    }),
    notes: [...notes, ...missing],
  };
}

function networkTable(networks: readonly NetworkFigures[]): Table {
  const [{ kernels, threads }] = networks as [NetworkFigures, ...NetworkFigures[]];
  const whole = (value: number) => value.toFixed(0);
  const peers = networks.flatMap((network) => network.peers);
  const notes = peers.flatMap((peer) => {
    if ("missing" in peer) return [`Not measured: ${peer.name}. ${peer.missing}`];
    return [
      `${peer.name}: ${peer.version}, ${peer.threads} ${peer.threads === 1 ? "thread" : "threads"}.`,
      ...(peer.note ? [peer.note] : []),
    ];
  });
  const steps = networks.map(({ model, steps }) => `${model} ${steps}`).join(", ");
  return {
    title: `Convolutional networks: ${kernels}, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    columns: ["network and program", "images/s", "range", "ours by theirs", "range", "peak memory, MB"],
    rows: networks.flatMap((network) => [
      [
        network.model,
        ...medianAndRange(network.imagesPerSecond, whole).slice(0, 2),
        ...[NONE, NONE],
        network.peakMemoryBytes ? whole(network.peakMemoryBytes.median / 1e6) : NONE,
      ],
      ...network.peers.flatMap((peer) => {
        if ("missing" in peer) return [];
        const speed = medianAndRange(peer.imagesPerSecond, whole).slice(0, 2);
        const ratio = medianAndRange(peer.ratio, times).slice(0, 2);
        return [[`${network.model}, ${peer.name}`, ...speed, ...ratio, NONE]];
      }),
    ]),
    notes: [
      `Training with batches of ${networkBatch} and SGD with momentum, in turns; steps after the first ${warmUpSteps}: ${steps}. Ours through the command line, whose trainer's peak memory includes the data set and an evaluation.`,
      ...new Set(notes),
    ],
  };
}

function busyTable({ processes, quiet, busy, slowdown }: BusyFigures): Table {
  return {
    title: `Beside ${processes} other processes that compute without end`,
    columns: ["figure", "median", "range", "of"],
    rows: [
      ["epoch with the machine to itself, s", ...medianAndRange(quiet, seconds)],
      ["epoch beside them, s", ...medianAndRange(busy, seconds)],
      ["slower by", ...medianAndRange(slowdown, times)],
    ],
  };
}

function sweepTable({ batchSizes, widths, gflops }: SweepFigures): Table {
  return {
    title: "Training speed by batch size and hidden width, GFLOP/s",
    columns: ["batch", ...widths.map(String)],
    rows: batchSizes.map((batchSize, i) => [
      String(batchSize),
      ...gflops[i]!.map((speed) => (speed < 10 ? speed.toFixed(1) : speed.toFixed(0))),
    ]),
    notes: ["Two hidden layers of that width, on drawn images."],
  };
}

function watchingTable({ epochs, dataset, places, answered, acted }: WatchingFigures): Table {
  const percent = (value: number) => `${Math.round(100 * value)} %`;
  return {
    title: `A run of ${epochs} epochs (${dataset}), watched`,
    columns: [
      "visible",
      "steps/s hidden",
      "visible",
      "visible by hidden",
      "range",
      "renderer",
      "GPU process",
      "extension host",
      "messages/s",
      "frame, ms",
      "95th percentile",
    ],
    rows: places.map((figures) => [
      figures.place,
      figures.hidden.median.toFixed(0),
      figures.visible.median.toFixed(0),
      ...medianAndRange(figures.ratio, percent).slice(0, 2),
      ...[figures.renderer, figures.gpu, figures.extensionHost].map(({ median }) => percent(median)),
      figures.messagesPerSecond.median.toFixed(1),
      figures.frame.toFixed(1),
      figures.lateFrame.toFixed(1),
    ]),
    notes: [
      "Medians of turns, hidden and visible. What a place adds to the use of processors is in shares of a core; Chromium draws by software.",
      `A press, both visible: seen after ${milliseconds(answered)}, recorded by the trainer after ${milliseconds(acted)}, of ${answered.count}.`,
    ],
  };
}

function figuresTable(title: string, figures: readonly DashboardFigure[], note: string): Table {
  const text = (value: number | undefined, unit: string) =>
    value === undefined ? NONE : `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
  return {
    title,
    columns: ["figure", "median", "95th percentile", "must", "aim", "of"],
    rows: figures.map(({ title, unit, median, late, must, aim, count }) => [
      title,
      ...[median, late, must, aim].map((value) => text(value, unit)),
      String(count),
    ]),
    notes: [note],
  };
}

function accuracyTable(figures: readonly AccuracyFigures[]): Table {
  const percent = (share: number, decimals: number) => `${(100 * share).toFixed(decimals)} %`;
  const time = (value: number) => (Number.isFinite(value) ? seconds(value) : NONE);
  return {
    title: "From the start of a training to a test accuracy, s",
    columns: [
      "preset",
      ...targets.map((target) => percent(target, 0)),
      "epochs",
      "all epochs",
      "accuracy",
      "range",
      "of",
    ],
    rows: figures.map(({ preset, epochs, reached, accuracy, seconds: whole }) => [
      preset,
      ...reached.map(({ median }) => time(median)),
      String(epochs),
      time(whole.median),
      ...medianAndRange(accuracy, (share) => percent(share, 2)),
    ]),
    notes: [
      "Medians over seeds, from the start of the command's process to the end of the test that reaches it; a dash where half of the seeds or more do not.",
    ],
  };
}

function milliseconds({ median, most }: Summary): string {
  return `${median.toFixed(0)} ms (${most.toFixed(0)} at most)`;
}

function medianAndRange(
  { median, least, most, count }: Summary,
  format: (value: number) => string,
): string[] {
  const range = count === 1 ? NONE : `${format(least)} to ${format(most)}`;
  return [format(median), range, String(count)];
}

function seconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

function times(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)}×`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
