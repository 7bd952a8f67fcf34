/** Set-up and clean-up of tests with trainer processes. */
import type { ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { Windows } from "../faults/Windows";
import { Trainings } from "../integration/trainer/trainings";

/** The trainings of the current test, in a folder of their own. */
export let trainings: Trainings;
/** An empty folder for a run. */
export let runFolder: string;
/** The processes that the current test has started. With {@link useRunFolder}, they are killed at the test's end. */
export const startedProcesses: ChildProcess[] = [];
/** Opens windows for the tests of a file. The windows that a test opens are closed at the end of that test. */
export let windows: Windows;

/** Makes new {@link trainings} for every test of the file. */
export function useTrainings(): void {
  beforeEach(() => {
    trainings = new Trainings();
  });
  afterEach(() => trainings[Symbol.dispose]());
}

/** Makes a new {@link runFolder} for every test of the file. {@link useTrainings} has to be called first. */
export function useRunFolder(): void {
  beforeEach(() => {
    runFolder = join(trainings.folder, "run");
    mkdirSync(runFolder);
  });
  afterEach(() => {
    for (const one of startedProcesses.splice(0)) one.kill("SIGKILL");
  });
}

/** Makes {@link windows} once for the tests of the file. */
export function useWindows(): void {
  beforeAll(async () => {
    windows = await Windows.build();
  });
  afterAll(() => windows[Symbol.dispose]());
  afterEach(() => windows.closeAll());
}
