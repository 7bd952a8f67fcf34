/** Test files share a process and its default generator, so that each test seeds it first. */
import { beforeEach } from "vitest";
import { manualSeed } from "../../../src/tensor/random";

beforeEach(() => {
  manualSeed(42);
});
