import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { trainerEnvironment } from "../../../src/client/trainerEnvironment";
import { Trainings } from "./trainings";

const wanted = {
  PATH: "/bin",
  HOME: "/home/ada",
  TMPDIR: "/tmp",
  LC_ALL: "C",
  https_proxy: "http://proxy:3128",
  NO_PROXY: "localhost",
  NODE_EXTRA_CA_CERTS: "/etc/ca.pem",
  Path: "C:\\Windows",
  SystemRoot: "C:\\Windows",
};
const unwanted = {
  DEBUG: "*",
  NODE_OPTIONS: "--inspect",
  NODE_DEBUG: "http",
  NODE_REPL_EXTERNAL_MODULE: "x",
  ELECTRON_RUN_AS_NODE: "1",
  ELECTRON_ENABLE_LOGGING: "1",
  VSCODE_INSPECTOR_OPTIONS: "{}",
  GITHUB_TOKEN: "secret",
  AWS_SECRET_ACCESS_KEY: "secret",
};

test("a trainer gets the variables for its start and for downloads, and none that debugs or has credentials", () => {
  expect(trainerEnvironment({ ...wanted, ...unwanted })).toEqual(wanted);
});

test.runIf(process.platform === "linux")("a trainer's process has no other variables", async () => {
  for (const [name, value] of Object.entries(unwanted)) vi.stubEnv(name, value);
  vi.stubEnv("NODE_OPTIONS", "--no-warnings");
  using trainings = new Trainings();
  const environment = { https_proxy: "http://proxy:3128" };
  const { training } = await trainings.train({ epochs: 1000 }, { environment });
  const has = readFileSync(`/proc/${training.pid}/environ`, "utf8")
    .split("\0")
    .map((variable) => variable.split("=")[0]);
  vi.unstubAllEnvs();
  expect(has).toContain("https_proxy");
  const { ELECTRON_RUN_AS_NODE: _, ...others } = unwanted;
  for (const name of Object.keys(others)) expect(has).not.toContain(name);
  await training.stop();
  await training.ended;
});
