import { describe, expect, test } from "vitest";
import { OpenRun } from "../../../src/host/OpenRun";
import { runsMeant } from "../../../src/host/runsMeant";
import type { RunStatus } from "../../../src/runs/transitions";

function run(id: string, status: RunStatus): OpenRun {
  const open = new OpenRun(id, `Run ${id}`, `/runs/${id}`);
  open.state.status = status;
  return open;
}

describe("the runs to which a command that names no run can apply", () => {
  test("are the one on display alone, if its status allows the command", () => {
    const [shown, other] = [run("a", "running"), run("b", "running")];
    expect(runsMeant(["pause"], shown, [other, shown])).toEqual([shown]);
    const stopped = run("c", "stopped");
    expect(runsMeant(["epochs", "resumeRun"], stopped, [other])).toEqual([stopped]);
    expect(runsMeant(["resume", "resumeRun"], stopped, [run("d", "paused")])).toEqual([stopped]);
  });

  test("are otherwise the live ones whose status allows the command, for the user to choose", () => {
    const [training, paused] = [run("b", "running"), run("c", "paused")];
    expect(runsMeant(["stop"], run("a", "stopped"), [training, paused])).toEqual([training, paused]);
    expect(runsMeant(["step"], undefined, [training, paused])).toEqual([paused]);
    expect(runsMeant(["pause"], undefined, [])).toEqual([]);
  });

  test("do not include one on display that another machine trains", () => {
    const training = run("b", "running");
    expect(runsMeant(["stop"], run("a", "running"), [training])).toEqual([training]);
  });
});
