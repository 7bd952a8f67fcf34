import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readTrainerFile } from "../../../src/liveness/trainerFile";
import { foldEvents } from "../../../src/runs/applyEvent";
import { LogReader } from "../../../src/runs/LogReader";
import { removeFolder } from "../../support/removeFolder";
import { trainSample } from "./runCli";
import { Terminal } from "./Terminal";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "terminal-"));
});
afterEach(() => removeFolder(folder));

const short = [...trainSample, "--epochs", "5"];
const endless = [...trainSample, "--epochs", "10000"];

const hasBar = (text: string) => /[█░#-]{4,} {2}Epoch/.test(text);
const trains = (text: string) => text.includes("Epoch 2\r\n");

function onlyRun(): string {
  const runs = join(folder, ".fitting-room/runs");
  const [run] = readdirSync(runs).filter((name) => !name.startsWith("."));
  return join(runs, run!);
}

async function recorded() {
  return foldEvents((await new LogReader(onlyRun()).read()).events);
}

/** Waits until the recorded state of the only run meets a condition. */
async function untilRecorded(condition: (state: Awaited<ReturnType<typeof recorded>>) => boolean) {
  await expect.poll(async () => condition(await recorded()), { interval: 100 }).toBe(true);
}

describe.runIf(Terminal.isPossible)("a terminal", () => {
  test("whose Ctrl-C arrives twice stops the run once, with its weights", async () => {
    const terminal = new Terminal(endless, { cwd: folder });
    await terminal.until(trains);
    terminal.press("\x03\x03");
    expect(await terminal.ended).toBe(130);
    expect(terminal.text).toContain("Stopping the run and saving its weights.");
    expect(await recorded()).toMatchObject({ status: "stopped", weights: "model.safetensors" });
  });

  test("whose Ctrl-C stops a run ends the loop of a shell, too", async () => {
    const environment = { SHELL: "/bin/bash" };
    const loop = { before: "for seed in 1 2; do", after: "--seed $seed; done" };
    const terminal = new Terminal(endless, { cwd: folder, environment, ...loop });
    await terminal.until(trains);
    terminal.press("\x03");
    expect(await terminal.ended).toBe(130);
    expect(
      readdirSync(join(folder, ".fitting-room/runs")).filter((name) => !name.startsWith(".")),
    ).toHaveLength(1);
  });

  test("whose Ctrl-C comes before the run's first step stops the run", async () => {
    const terminal = new Terminal(endless, { cwd: folder });
    await expect.poll(() => readdirSync(folder), { interval: 1 }).toContain(".fitting-room");
    terminal.press("\x03");
    expect(await terminal.ended).toBe(130);
    expect(await recorded()).toMatchObject({ status: "stopped" });
  });

  test("that is closed ends its run as interrupted, with a checkpoint", async () => {
    const terminal = new Terminal(endless, { cwd: folder });
    await terminal.until(trains);
    terminal.close();
    await untilRecorded(({ status }) => status === "interrupted");
    const { checkpoints, losses } = await recorded();
    expect(checkpoints.at(-1)?.step).toBe(losses.length);
  });

  test.each([
    ["nohup", { before: "nohup", after: "& wait" }],
    ["nohup and a file of its own", { before: "nohup", after: "> out 2>&1 & wait" }],
    ["an ignored SIGHUP", { before: "trap '' HUP;", after: "; true" }],
    ["all its streams elsewhere", { after: "> out 2>&1 < /dev/null & wait" }],
  ])("that is closed does not end a run with %s", async (_, how) => {
    const terminal = new Terminal(endless, { cwd: folder, ...how });
    await expect.poll(() => readdirSync(folder)).toContain(".fitting-room");
    await untilRecorded(({ epochs }) => epochs.length > 0);
    terminal.close();
    await terminal.ended;
    const { completeEpochs } = await recorded();
    await untilRecorded((state) => state.completeEpochs > completeEpochs + 10 || state.status !== "running");
    expect(await recorded()).toMatchObject({ status: "running" });
    process.kill(readTrainerFile(onlyRun())!.pid, "SIGTERM");
    await untilRecorded(({ status }) => status !== "running");
  });

  test("shows a bar below the lines, and removes it at the end", async () => {
    const terminal = new Terminal(short, { cwd: folder });
    expect(await terminal.ended).toBe(0);
    expect(terminal.text).toMatch(/[█░]{20,40} {2}Epoch \d\/5 {2}\d+%/);
    expect(terminal.text.slice(terminal.text.lastIndexOf("Test Error"))).not.toMatch(/[█░]/);
    expect(terminal.text).toMatch(/Done! \S+\r\n$/);
  });

  test.each([
    ["cannot move its cursor", { environment: { TERM: "dumb" } }],
    ["belongs to a build server", { environment: { CI: "true" } }],
    ["does not know its width", { columns: 0 }],
  ])("that %s gets only whole lines", async (_, how) => {
    const terminal = new Terminal(short, { cwd: folder, ...how });
    expect(await terminal.ended).toBe(0);
    expect(terminal.text).toContain("Test Error: \r\n");
    expect(terminal.text).not.toMatch(/\\e|[█░]|\r(?!\n)/);
  });

  test.each<Record<string, string>>([{ NO_COLOR: "1" }, { FORCE_COLOR: "3" }, { CI: "false" }])(
    "with %j gets the same bar, without colours",
    async (environment) => {
      const terminal = new Terminal(short, {
        cwd: folder,
        environment,
      });
      expect(await terminal.ended).toBe(0);
      expect(hasBar(terminal.text)).toBe(true);
      expect(terminal.text).not.toMatch(/\\e\[[0-9;]*m/);
    },
  );

  test.each([
    ["of C", { LC_ALL: "C" }],
    ["of no name", { LC_ALL: "" }],
    ["of Latin letters", { LC_ALL: "", LC_CTYPE: "de_DE.ISO-8859-1", LANG: "de_DE.UTF-8" }],
  ])("in a locale %s gets only ASCII", async (_, environment) => {
    const terminal = new Terminal(short, { cwd: folder, environment });
    expect(await terminal.ended).toBe(0);
    expect(hasBar(terminal.text)).toBe(true);
    expect([...terminal.text].filter((sign) => sign > "~")).toEqual([]);
  });

  test.each([
    ["English", {}],
    ["Korean", { LC_ALL: "ko_KR.UTF-8" }],
  ])("of 20 columns has a status that never wraps, in %s", async (_, environment) => {
    const terminal = new Terminal(short, { cwd: folder, columns: 20, environment });
    expect(await terminal.ended).toBe(0);
    const drawn = statuses(terminal.text);
    expect(drawn.length).toBeGreaterThan(0);
    const columnsOf = (line: string) => line.replaceAll(/\p{Script=Hangul}/gu, "##").length;
    expect(drawn.filter((line) => columnsOf(line) > 19)).toEqual([]);
  });

  test("that becomes narrower has a status that fits", async () => {
    const terminal = new Terminal(endless, { cwd: folder });
    await terminal.until((text) => trains(text) && hasBar(text));
    terminal.resize(20);
    const isNarrow = (text: string) => statuses(text).at(-1)!.length < 20;
    await terminal.until(isNarrow);
    const { length } = terminal.text;
    await terminal.until((text) => statuses(text.slice(length)).length > 20);
    // Read before the key is pressed, since the terminal writes `^C` into the status then.
    const drawn = statuses(terminal.text.slice(length));
    terminal.press("\x03");
    expect(await terminal.ended).toBe(130);
    expect(drawn.filter((line) => line.length > 19)).toEqual([]);
  });
});

/** The status lines in a terminal's output: texts after which the rest of the line is cleared. */
function statuses(text: string): string[] {
  return [...text.matchAll(/(?:^|[\r\n]|\\e\[1G)([^\r\n\\]+)\\e\[0K/g)].map(([, line]) => line!);
}
