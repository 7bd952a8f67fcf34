/** Set-up and clean-up of tests with trainer processes. */
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { Windows } from "../faults/Windows";
import { Trainings } from "../integration/trainer/trainings";

/** Those of the present test, in their own folder. */
export let trainings: Trainings;
/** Built once for a file; what a test opens is closed at its end. */
export let windows: Windows;

/** Makes new {@link trainings} for every test of the file. */
export function useTrainings(): void {
  beforeEach(() => {
    trainings = new Trainings();
  });
  afterEach(() => trainings[Symbol.dispose]());
}

/** Makes {@link windows} for the tests of the file. */
export function useWindows(): void {
  beforeAll(async () => {
    windows = await Windows.build();
  });
  afterAll(() => windows[Symbol.dispose]());
  afterEach(() => windows.closeAll());
}
