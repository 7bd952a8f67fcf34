import { Disposable, type ExtensionContext, env, UIKind, version, workspace } from "vscode";
import type { EpochEvent, RunEvent } from "../runs/RunEvent";
import { logEntry } from "./logEntry";
import type { OpenRun } from "./OpenRun";
import type { Session } from "./Session";
import type { LogChannel } from "./window";

/**
 * Smallest time (s) between two epochs of a run that are logged at the level info. Epochs between them are logged at
 * the level debug. A run can have 30 short epochs in a second, and VS Code's window writes each line.
 */
const EPOCH_SECONDS = 10;

/** Writes the actions of the extension and the events of its trainers to the output channel, for bug reports. */
export class TrainingLog {
  private readonly subscriptions: Disposable;
  private known: readonly OpenRun[] = [];
  private problem: string | undefined;
  /** For each run, the time (s) on the run's clock at the last epoch that was logged at the level info. */
  private readonly epochs = new WeakMap<OpenRun, number>();

  constructor(
    private readonly channel: LogChannel,
    private readonly session: Session,
    context: ExtensionContext,
  ) {
    this.logStart(context);
    this.subscriptions = Disposable.from(
      session.onDidChangeTraining(() => this.logTrainers()),
      session.onDidTrain(({ run, event }) => this.logEvent(run, event)),
      session.onDidChangeDisplayed((run) =>
        this.channel.write({ level: "debug", text: `on display: ${run?.folder ?? "none"}` }),
      ),
      session.list.onDidChange(() => this.logList()),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private logStart({ extension }: ExtensionContext): void {
    const place = `${env.uiKind === UIKind.Desktop ? "desktop" : "web"}, remote ${env.remoteName ?? "none"}`;
    const trust = workspace.isTrusted ? "trusted" : "not trusted";
    const node = `Node.js ${process.versions.node}, ${process.platform} ${process.arch}`;
    const { id, packageJSON } = extension;
    this.channel.write({
      level: "info",
      text: `${id} ${packageJSON.version} in VS Code ${version} (${place}), ${node}`,
    });
    this.channel.write({
      level: "info",
      text: `runs folder ${this.session.list.folder}, workspace ${trust}`,
    });
  }

  private logEvent(run: OpenRun, event: RunEvent): void {
    const { level, text } = logEntry(event);
    const isFrequent = event.type === "epoch" && !this.isEpochDue(run, event);
    this.channel.write({ level: isFrequent ? "debug" : level, text: `${run.id}: ${text}` });
  }

  private isEpochDue(run: OpenRun, { seconds }: EpochEvent): boolean {
    const before = this.epochs.get(run);
    if (before !== undefined && Math.abs(seconds - before) < EPOCH_SECONDS) return false;
    this.epochs.set(run, seconds);
    return true;
  }

  private logTrainers(): void {
    const { live } = this.session;
    for (const run of live)
      if (!this.known.includes(run))
        this.channel.write({ level: "info", text: `${run.id}: connected to its trainer, ${run.folder}` });
    for (const run of this.known)
      if (!live.includes(run)) this.channel.write({ level: "info", text: `${run.id}: its trainer is gone` });
    this.known = live;
    if (this.session.starting) this.channel.write({ level: "debug", text: "a trainer is starting" });
  }

  private logList(): void {
    const { problem, runs } = this.session.list;
    if (problem !== undefined && problem !== this.problem)
      this.channel.write({ level: "error", text: problem });
    this.problem = problem;
    this.channel.write({ level: "trace", text: `runs listed: ${runs.length}` });
  }
}
