import * as l10n from "@vscode/l10n";
import { Disposable, type Uri, type Webview } from "vscode";
import { Emitter, type MessageConnection } from "vscode-jsonrpc";
import { rememberNotification } from "../protocol/experimentsProtocol";
import {
  chooseDataRequest,
  dismissTrainedWithout,
  type ModelRun,
  type ModelSurroundings,
  modelChanged,
  modelRequest,
  showInLive,
  showPart,
  type TrainedWithout,
} from "../protocol/modelViewProtocol";
import { Pace } from "../protocol/Pace";
import { isEnded } from "../runs/RunState";
import type { Run, RunWithState } from "../runs/RunStore";
import { fillWebview } from "./fillWebview";
import type { Session } from "./Session";
import type { TrainAgain, TrainingWithout } from "./TrainAgain";
import type { TriedPicture } from "./TriedPicture";
import { type WebviewHost, WebviewTab } from "./WebviewTab";
import { connectToWebview } from "./webviewConnection";

/** Time (ms) between two messages about the runs. */
const PAUSE_MS = 500;
/** The key of the shown run's id in the workspace's memory. */
const SHOWN = "modelRun";
/** The key of the view's own state in the workspace's memory. */
const REMEMBERED = "model";
/** Largest length (characters) of the view's own state as JSON. A longer state is not kept. */
const longestState = 20_000;

export interface ModelTabOptions {
  extensionUri: Uri;
  session: Session;
  /** Keeps the shown run and the view's own state for the workspace. */
  memory: { get(key: string): unknown; update(key: string, value: unknown): PromiseLike<void> };
  /** The picture that the view classifies. */
  picture: TriedPicture;
  /**
   * {@link TrainAgain.latestWithout} is the latest training that leaves out the images marked as unfit. The view shows
   * a message about this training until the user dismisses the message.
   */
  again: TrainAgain;
  /** Shows a run in the dashboard (the view Live). */
  showInLive: (run: Run) => Promise<void>;
  /** Called when the view's document begins to load, before the view's first question. */
  prepare: () => void;
  /** Answers a view's questions about runs and their images. */
  answer: (connection: MessageConnection) => Disposable;
  /** Asks the user for the folder of the data set. @returns whether a folder was chosen */
  chooseDataFolder: () => Promise<boolean>;
}

/** The editor tab of the Model view, and which run it shows. */
export class ModelTab {
  private readonly tab: WebviewTab;
  private readonly shown = new Emitter<"data" | undefined>();

  constructor(private readonly options: ModelTabOptions) {
    const { extensionUri } = options;
    this.tab = new WebviewTab({
      extensionUri,
      viewType: "fittingRoom.model",
      title: l10n.t("Model"),
      isBeside: false,
      open: (webview) =>
        new ModelEnd(webview, options, {
          onDidShow: this.shown.event,
          runId: () => this.runId,
        }),
    });
  }

  /** The id of the run that the tab was last opened at in this workspace; undefined if there is no such run. */
  get runId(): string | undefined {
    const id = this.options.memory.get(SHOWN);
    return typeof id === "string" ? id : undefined;
  }

  get isOpen(): boolean {
    return this.tab.isOpen;
  }

  /** Opens the tab at `run`. Default: the run that the tab was last opened at, else the run on display. */
  show(run?: Run): void {
    if (run) {
      void this.options.memory.update(SHOWN, run.id);
      this.shown.fire(undefined);
    }
    this.tab.reveal();
  }

  /** Opens the tab at the data set of the run that it shows; without a run, at the data set of the settings. */
  showData(): void {
    const { memory, session } = this.options;
    // Without a run, the view shows the data set anyway.
    if (this.runId ?? session.displayed) {
      const state = memory.get(REMEMBERED);
      void memory.update(REMEMBERED, { ...(typeof state === "object" && state), part: "data" });
      this.shown.fire("data");
    }
    this.tab.reveal();
  }

  dispose(): void {
    this.tab.dispose();
    this.shown.dispose();
  }
}

interface Shown {
  /**
   * Fired with `data` when the view's part about the data set is to be shown; with undefined when another run is to be
   * shown.
   */
  onDidShow: Emitter<"data" | undefined>["event"];
  runId: () => string | undefined;
}

/** The host's side of the Model view. The view requests the runs and receives changes until it is hidden. */
class ModelEnd implements WebviewHost {
  private readonly subscriptions: Disposable;
  private readonly connection: MessageConnection;
  private isFollowing = false;
  private sent = "";

  constructor(
    webview: Webview,
    private readonly options: ModelTabOptions,
    private readonly shown: Shown,
  ) {
    const { session, memory, picture, again } = options;
    this.connection = connectToWebview(webview);
    const pace = new Pace(
      () => PAUSE_MS,
      () => this.send(),
    );
    this.subscriptions = Disposable.from(
      this.connection,
      pace,
      options.answer(this.connection),
      picture.answer(this.connection),
      picture.onDidChange(() => pace.hurry()),
      again.onDidChangeWithout(() => pace.hurry()),
      this.connection.onNotification(dismissTrainedWithout, () => again.dismissWithout()),
      this.connection.onNotification(showInLive, ({ runId }) => {
        const run = session.find(runId);
        if (run) void options.showInLive(run);
      }),
      shown.onDidShow((part) => {
        if (part && this.isFollowing) void this.connection.sendNotification(showPart, part);
        pace.hurry();
      }),
      this.connection.onRequest(modelRequest, async () => {
        await session.restore();
        this.isFollowing = true;
        const surroundings = this.surroundings();
        this.sent = JSON.stringify(surroundings);
        return { ...surroundings, remembered: memory.get(REMEMBERED) };
      }),
      this.connection.onRequest(chooseDataRequest, () => options.chooseDataFolder()),
      this.connection.onNotification(rememberNotification, (state) => {
        if (JSON.stringify(state).length <= longestState) void memory.update(REMEMBERED, state);
      }),
      session.list.onDidChange(() => pace.ask()),
      session.onDidTrain(({ event }) => {
        if (event.type === "epoch" || event.type === "evaluation") pace.ask();
      }),
      session.onDidChangeTraining(() => pace.ask()),
    );
    this.connection.listen();
    fillWebview(webview, options.extensionUri, "model");
    options.prepare();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** Called when the view is hidden. The view requests the runs when it is shown again. */
  pause(): void {
    this.isFollowing = false;
  }

  private send(): void {
    if (!this.isFollowing) return;
    const surroundings = this.surroundings();
    const text = JSON.stringify(surroundings);
    if (text === this.sent) return;
    this.sent = text;
    void this.connection.sendNotification(modelChanged, surroundings);
  }

  private surroundings(): ModelSurroundings {
    const { session, picture, again } = this.options;
    const live = new Map(session.live.map((run) => [run.folder, run]));
    const runId = this.shown.runId() ?? session.displayed?.id;
    const runs = session.list.runs
      // A live run is newer in memory than in the list.
      .map((run) => modelRun(run, live.get(run.folder)?.state ?? run.state, live.has(run.folder)))
      .filter((run) => run.lastEpoch !== undefined || run.id === runId);
    const trainedWithout = again.latestWithout && describe(again.latestWithout);
    return { runId, runs, isWhole: session.list.isWhole, newPicture: picture.newest, trainedWithout };
  }
}

function describe({ of, run, images }: TrainingWithout): TrainedWithout {
  const { status } = run.state;
  return {
    of,
    id: run.id,
    name: run.name,
    images,
    status: status === "finished" ? status : isEnded(run.state) ? "endedEarly" : "training",
  };
}

function modelRun({ id, name }: Run, state: RunWithState["state"], isConnected: boolean): ModelRun {
  const last = state.evaluations.at(-1);
  return {
    id,
    name,
    ...(last && { lastEpoch: last.epoch }),
    revision: `${last?.sha256 ?? ""} ${state.completeEpochs}`,
    isLive: isConnected && !isEnded(state),
  };
}
