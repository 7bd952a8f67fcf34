/** Test files share a process, and with it the default generator: each test begins with the same random numbers. */
import { beforeEach } from "vitest";
import { manualSeed } from "../../../src/tensor/random";

beforeEach(() => {
  manualSeed(42);
});
