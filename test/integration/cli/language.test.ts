import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { languageOf } from "../../../src/terminal/environment";
import { cliPath, runCli } from "./runCli";

describe("the language of a terminal", () => {
  test.each([
    [{ LANG: "ko_KR.UTF-8" }, "ko-KR"],
    [{ LANG: "en_US.UTF-8", LC_MESSAGES: "ko_KR.utf8" }, "ko-KR"],
    [{ LANG: "ko_KR.UTF-8", LC_ALL: "en_GB.UTF-8" }, "en-GB"],
    [{ LANG: "C.UTF-8" }, undefined],
    // The encoding has no Korean letters.
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
