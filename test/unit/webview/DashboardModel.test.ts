import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createMessageConnection,
  type MessageConnection,
  PortMessageReader,
  PortMessageWriter,
} from "vscode-jsonrpc/node";
import {
  actionRequest,
  type DashboardAction,
  eventsAdded,
  type Snapshot,
  snapshotChanged,
  snapshotRequest,
  surroundingsChanged,
} from "../../../src/protocol/dashboardProtocol";
import { foldEvents } from "../../../src/runs/applyEvent";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { takeSnapshot } from "../../../src/runs/StateSnapshot";
import { DashboardModel } from "../../../webview/DashboardModel";
import { control, dataset, ended, started, steps, tested, wholeEpoch } from "./runEvents";

const surroundings = { training: true, settings: [], areRunsHidden: false };
const run = { id: "a", name: "Run a", folder: "/runs/a" };

const stateOf = (events: RunEvent[]) => takeSnapshot(foldEvents(events));
const losses = () => dashboard.view.run?.losses.slice();

let host: MessageConnection;
let dashboard: DashboardModel;
let snapshot: Snapshot;
let asked: number;
let actions: DashboardAction[];
/** Whether the host accepts an action. */
let answer: (action: DashboardAction) => boolean | Promise<boolean>;

beforeEach(async () => {
  // The channel's messages keep typed arrays, as messages between a webview and its host do.
  const { port1, port2 } = new MessageChannel();
  host = connect(port1);
  const end = connect(port2);
  snapshot = { ...surroundings, run, state: stateOf([started, dataset, steps(1, 0, [2, 1.9], 1)]) };
  asked = 0;
  actions = [];
  answer = () => true;
  host.onRequest(snapshotRequest, () => {
    asked++;
    return snapshot;
  });
  host.onRequest(actionRequest, (action) => {
    actions.push(action);
    return answer(action);
  });
  host.listen();
  dashboard = new DashboardModel(end, () => {});
  end.listen();
  await dashboard.refresh();
});

afterEach(() => {
  host.dispose();
  dashboard.host.dispose();
});

function connect(port: MessagePort): MessageConnection {
  return createMessageConnection(new PortMessageReader(port), new PortMessageWriter(port));
}

describe("the dashboard", () => {
  it("shows the run of the snapshot that it requested", () => {
    expect(losses()).toEqual([2, 1.9]);
    expect(dashboard.view.snapshot).toEqual({ ...surroundings, run });
  });

  it("applies the events that are added", async () => {
    await host.sendNotification(eventsAdded, { runId: "a", events: [steps(1, 2, [1.8], 2)] });
    await expect.poll(losses).toEqual([2, 1.9, 1.8]);
    expect(asked).toBe(1);
  });

  it("ignores events of another run", async () => {
    await host.sendNotification(eventsAdded, { runId: "b", events: [steps(1, 2, [9], 2)] });
    await host.sendNotification(eventsAdded, { runId: "a", events: [steps(1, 2, [1.8], 2)] });
    await expect.poll(losses).toEqual([2, 1.9, 1.8]);
  });

  it("requests a snapshot when steps are missing", async () => {
    snapshot = { ...snapshot, state: stateOf([started, dataset, wholeEpoch(1)]) };
    await host.sendNotification(eventsAdded, { runId: "a", events: [steps(1, 8, [1, 1], 2)] });
    await expect.poll(() => dashboard.view.run?.losses.length).toBe(10);
    expect(asked).toBe(2);
  });

  it("draws a new curve when steps are repeated", async () => {
    const before = dashboard.view.run?.losses.revision;
    await host.sendNotification(eventsAdded, { runId: "a", events: [steps(1, 1, [5, 4], 2)] });
    await expect.poll(losses).toEqual([2, 5, 4]);
    expect(dashboard.view.run?.losses.revision).not.toBe(before);
  });

  it("drops void epochs and marks when steps are repeated", async () => {
    await host.sendNotification(eventsAdded, {
      runId: "a",
      events: [steps(1, 2, [1.8], 2), tested(1, 0.5), steps(1, 1, [5], 3)],
    });
    await expect.poll(losses).toEqual([2, 5]);
    expect(dashboard.view.run).toMatchObject({ epochs: [], best: undefined });
  });

  it("draws a new curve when another process resumes from a checkpoint", async () => {
    const resumed: RunEvent = {
      type: "resumed",
      time: started.time,
      config: started.config,
      environment: started.environment,
      learningRate: 0.001,
      checkpoint: "checkpoints/step-000001.safetensors",
      epoch: 0,
      step: 1,
      seconds: 1,
    };
    const before = dashboard.view.run?.losses.revision;
    await host.sendNotification(eventsAdded, { runId: "a", events: [ended("stopped"), resumed] });
    await expect.poll(losses).toEqual([2]);
    expect(dashboard.view.run?.losses.revision).not.toBe(before);
    expect(dashboard.view.run?.status).toBe("running");
  });

  it("does not count a run that is about to be resumed here as another one", async () => {
    await host.sendNotification(eventsAdded, { runId: "a", events: [ended("stopped")] });
    await expect.poll(() => dashboard.view.run?.status).toBe("stopped");
    // While a run starts, the host has no id of the run to send.
    await host.sendNotification(surroundingsChanged, { ...surroundings, areRunsHidden: true });
    await expect.poll(() => dashboard.view.snapshot?.areRunsHidden).toBe(true);
    expect(dashboard.view.trainsAnother).toBe(false);
    await host.sendNotification(surroundingsChanged, { ...surroundings, trainingRunId: "a" });
    await expect.poll(() => dashboard.view.snapshot?.trainingRunId).toBe("a");
    expect(dashboard.view.trainsAnother).toBe(false);
  });

  it("keeps the run when only a setting changed", async () => {
    await host.sendNotification(surroundingsChanged, { ...surroundings, training: false });
    await expect.poll(() => dashboard.view.snapshot?.training).toBe(false);
    expect(losses()).toEqual([2, 1.9]);
    expect(dashboard.view.snapshot?.run).toEqual(run);
  });

  it("reports another training only beside a run that had ended when the message came", async () => {
    await host.sendNotification(eventsAdded, { runId: "a", events: [ended("finished")] });
    await expect.poll(() => dashboard.view.run?.status).toBe("finished");
    expect(dashboard.view.trainsAnother).toBe(false);
    await host.sendNotification(surroundingsChanged, { ...surroundings, trainingRunId: "b" });
    await expect.poll(() => dashboard.view.trainsAnother).toBe(true);
  });

  it("shows another run when the host sends one, and no run when the host has none", async () => {
    await host.sendNotification(snapshotChanged, {
      ...snapshot,
      run: { ...run, id: "b" },
      state: stateOf([started]),
    });
    await expect.poll(() => dashboard.view.snapshot?.run?.id).toBe("b");
    expect(losses()).toEqual([]);
    await host.sendNotification(snapshotChanged, surroundings);
    await expect.poll(() => dashboard.view.run).toBeUndefined();
  });

  it("announces new events, and none from before it was opened", async () => {
    snapshot = { ...snapshot, state: stateOf([started, dataset, wholeEpoch(1), tested(1, 0.6)]) };
    await dashboard.refresh();
    expect(dashboard.view.announcement).toBe("");
    await host.sendNotification(eventsAdded, { runId: "a", events: [ended("stopped")] });
    await expect.poll(() => dashboard.view.announcement).toBe("Training stopped.");
  });

  it("sends the user's actions", async () => {
    const wishes: DashboardAction[] = [
      { kind: "openSetting", id: "fittingRoom.hyperparameters.seed" },
      { kind: "stop", runId: "a" },
    ];
    for (const wish of wishes) dashboard.request(wish);
    await expect.poll(() => actions).toEqual(wishes);
  });

  it("shows a pressed action as pending until the run has done it, and requests it once", async () => {
    await host.sendNotification(surroundingsChanged, { ...surroundings, trainingRunId: "a" });
    await expect.poll(() => dashboard.view.snapshot?.trainingRunId).toBe("a");
    const accepted = dashboard.request({ kind: "pause", runId: "a" });
    void dashboard.request({ kind: "pause", runId: "a" });
    expect([...dashboard.view.pending]).toEqual(["pause"]);
    await accepted;
    await host.sendNotification(eventsAdded, { runId: "a", events: [steps(1, 2, [1.8], 2)] });
    await expect.poll(() => dashboard.view.run?.losses.length).toBe(3);
    expect([...dashboard.view.pending]).toEqual(["pause"]);
    await host.sendNotification(eventsAdded, { runId: "a", events: [control("paused", 3)] });
    await expect.poll(() => dashboard.view.pending.size).toBe(0);
    expect(actions).toHaveLength(1);
  });

  it("enables the button again when the host refuses or cannot answer", async () => {
    answer = () => false;
    await dashboard.request({ kind: "stop", runId: "a" });
    expect(dashboard.view.pending.size).toBe(0);
    answer = () => {
      throw new Error("no");
    };
    await dashboard.request({ kind: "stop", runId: "a" });
    expect(dashboard.view.pending.size).toBe(0);
  });

  it("does not keep an action pending when its run is no longer live", async () => {
    await host.sendNotification(surroundingsChanged, { ...surroundings, trainingRunId: "a" });
    await expect.poll(() => dashboard.view.snapshot?.trainingRunId).toBe("a");
    await dashboard.request({ kind: "resume", runId: "a" });
    expect([...dashboard.view.pending]).toEqual(["resume"]);
    await host.sendNotification(surroundingsChanged, { ...surroundings, training: false });
    await expect.poll(() => dashboard.view.pending.size).toBe(0);
  });

  it("keeps a stop pending while an earlier pause takes effect", async () => {
    let accept = (_: boolean) => {};
    answer = () =>
      new Promise((resolve) => {
        accept = resolve;
      });
    void dashboard.request({ kind: "pause", runId: "a" });
    void dashboard.request({ kind: "stop", runId: "a" });
    await host.sendNotification(eventsAdded, { runId: "a", events: [control("paused", 2)] });
    await expect.poll(() => [...dashboard.view.pending]).toEqual(["stop"]);
    await host.sendNotification(eventsAdded, { runId: "a", events: [ended("stopped")] });
    await expect.poll(() => dashboard.view.pending.size).toBe(0);
    accept(true);
  });

  it("shows a training as starting until the host has begun it", async () => {
    let accept = (_: boolean) => {};
    answer = () =>
      new Promise((resolve) => {
        accept = resolve;
      });
    const begun = dashboard.request({ kind: "train" });
    await expect.poll(() => actions.length).toBe(1);
    expect([...dashboard.view.pending]).toEqual(["train"]);
    accept(true);
    await begun;
    expect(dashboard.view.pending.size).toBe(0);
  });

  it("shows that the host failed to answer, until it answers", async () => {
    let fails = true;
    host.onRequest(snapshotRequest, () => {
      if (fails) throw new Error("no");
      return snapshot;
    });
    await dashboard.refresh();
    expect(dashboard.view.unreachable).toBe(true);
    expect(losses()).toEqual([2, 1.9]);
    fails = false;
    await dashboard.refresh();
    expect(dashboard.view.unreachable).toBe(false);
  });
});
