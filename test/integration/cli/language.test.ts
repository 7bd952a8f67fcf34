import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { languageOf } from "../../../src/terminal/environment";
import { cliPath, parseLines, runCli, trainSample } from "./runCli";

const korean = { LC_ALL: "ko_KR.UTF-8" };

describe("the language of a terminal", () => {
  test.each([
    [{ LANG: "ko_KR.UTF-8" }, "ko-KR"],
    [{ LANG: "en_US.UTF-8", LC_MESSAGES: "ko_KR.utf8" }, "ko-KR"],
    [{ LANG: "ko_KR.UTF-8", LC_ALL: "en_GB.UTF-8" }, "en-GB"],
    [{ LANG: "C.UTF-8" }, undefined],
    // Texts are printed in UTF-8, which this terminal does not expect.
    [{ LANG: "ko_KR.EUC-KR" }, undefined],
    [{ LANG: "ko_KR.UTF-8", LC_CTYPE: "C" }, undefined],
    [{}, undefined],
  ])("with %j is %j", (environment, expected) => {
    expect(languageOf(environment, "linux")).toBe(expected);
  });

  test("is that of its errors", async () => {
    const args = ["runs", "--runs", "~nobody"];
    const inKorean = await runCli(args, tmpdir(), { LC_ALL: "ko_KR.UTF-8" });
    expect(inKorean.stderr).toContain("홈 폴더는 ~만으로 나타냅니다");
    const inEnglish = await runCli(args, tmpdir(), { LC_ALL: "fr_FR.UTF-8" });
    expect(inEnglish.stderr).toContain("only ~ alone stands for a home folder");
  });

  test("is that of its help", async () => {
    const { stdout } = await runCli(["train", "--help"], tmpdir(), korean);
    for (const text of ["사용법:", "옵션:", "스텝당 이미지 수 (기본값: 64)", "도움말"])
      expect(stdout).toContain(text);
    expect(stdout).not.toMatch(/\b(usage|default|display|with|of|the)\b/i);
  });

  test.each([
    [["train", "--epoch", "1"], "명령 train에는 옵션 --epoch이(가) 없습니다. --epochs을(를) 쓰려 했습니까?"],
    [["trian"], "명령 trian이(가) 없습니다. train을(를) 쓰려 했습니까?"],
    [["resume"], "인수 run이(가) 없습니다: 실행의 이름, id 또는 폴더."],
    [["train", "--epochs"], "옵션 --epochs <n>에는 값이 필요합니다."],
    [
      ["runs", "x"],
      '명령 runs의 인수가 너무 많습니다. "x"을(를) 빼거나, 빈칸이 있는 값은 따옴표로 묶으세요.',
    ],
    [["train", "--epochs", "0"], "--epochs: 1 이상 10000 이하의 정수여야 합니다. 지금 값: 0."],
  ])("is used for the refusal of %j", async (args, text) => {
    const { stderr, code } = await runCli(args, tmpdir(), korean);
    expect(stderr).toContain(text);
    expect(code).toBe(2);
  });

  test("is that of its trainers, whose sentences the run's log keeps", async () => {
    const runs = mkdtempSync(join(tmpdir(), "language-"));
    const args = [...trainSample, "--learning-rate", "100", "--weight-decay", "1", "--runs", runs];
    const { stdout, stderr } = await runCli(args, tmpdir(), korean);
    expect(stdout).toContain("내장 샘플 데이터");
    expect(stderr).toContain("학습을 멈췄습니다. ");
    const [run] = readdirSync(runs).filter((name) => !name.startsWith("."));
    const log = readFileSync(join(runs, run!, "events.jsonl"), "utf8");
    expect(parseLines(log).at(-1)).toMatchObject({
      type: "ended",
      error: expect.stringMatching(/유한한 수가 아니.*학습을 멈췄습니다\./),
    });
    const list = await runCli(["runs", "--runs", runs], tmpdir(), korean);
    expect(list.stdout).toMatch(/^\S+ {2}실패 {9}0\/5에폭 {2}[a-z-]+ {2}학습률이 너무 높음\n/);
    rmSync(runs, { recursive: true });
  });

  test("is English where the translations are not beside the program", async () => {
    const dist = mkdtempSync(join(tmpdir(), "language-"));
    copyFileSync(cliPath, join(dist, "cli.js"));
    const { stderr, status } = spawnSync(
      process.execPath,
      [join(dist, "cli.js"), "runs", "--runs", "~nobody"],
      {
        env: { ...process.env, LC_ALL: "ko_KR.UTF-8" },
        encoding: "utf8",
      },
    );
    rmSync(dist, { recursive: true });
    expect(stderr).toContain("only ~ alone stands for a home folder");
    expect(status).toBe(2);
  });
});
