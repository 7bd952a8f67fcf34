/** Set-up and clean-up of tests with trainer processes. */
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { Windows } from "../faults/Windows";
import { Trainings } from "../integration/trainer/trainings";

/** The trainings of the present test, in a folder of their own. */
export let trainings: Trainings;
/**
 * The windows of the file's tests. The program is built once for a file. Windows that a test opens are closed at its
 * end.
 */
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
