/** Seeds the default generator before each unit test, since the test files of a worker share a process. */
import { beforeEach } from "vitest";
import { manualSeed } from "../../../src/tensor/random";

beforeEach(() => {
  manualSeed(42);
});
