import * as assert from "node:assert/strict";
import { suite, test } from "mocha";
import { Load } from "../support/Load";
import { fittingRoom } from "./extension";

/** The times (ms since 1970) that VS Code records while it starts. "Developer: Startup Performance" shows them. */
const { MonacoPerformanceMarks: marks } = globalThis as unknown as {
  MonacoPerformanceMarks: { getMarks(): { name: string; startTime: number }[] };
};

suite("Activation", () => {
  test("does not happen in a window without runs and without a view", () => {
    assert.equal(fittingRoom().isActive, false);
  });

  test("is quick", async () => {
    const load = Load.now();
    await fittingRoom().activate();
    // The work that VS Code does between loading and activating the extension is not counted.
    const loading = span("willLoadExtensionCode", "didLoadExtensionCode");
    const activating = span("willActivateExtension", "didActivateExtension");
    console.log(`      loaded in ${loading} ms, activated in ${activating} ms`);
    // 250 ms is three times the time that was measured on an idle machine.
    assert.ok(loading + activating < load.allow(250), `${loading + activating} ms`);
  });
});

function span(from: string, to: string): number {
  return timeOf(to) - timeOf(from);
}

function timeOf(mark: string): number {
  const name = `code/extHost/${mark}/${fittingRoom().id}`;
  const found = marks.getMarks().find((one) => one.name === name);
  assert.ok(found, `VS Code has not noted ${name}.`);
  return found.startTime;
}
