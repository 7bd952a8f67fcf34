import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import korean from "../../../l10n/bundle.l10n.ko.json";
import manifest from "../../../package.json";
import manifestTexts from "../../../package.nls.json";
import koreanManifestTexts from "../../../package.nls.ko.json";
import { sources, usedTexts } from "./usedTexts";
import { type WrittenText, writtenTexts } from "./writtenTexts";

/** Parts of a text that its translation must repeat: placeholders for values, code, and commands as link targets. */
const kept = /\{\w+\}|`[^`]+`|\(command:[^)]+\)/g;
const keptOf = (text: string) => (text.match(kept) ?? []).sort();

describe("the Korean texts", () => {
  const keys = [...new Set([...sources()].flatMap((source) => usedTexts(...source)))];

  test("exist for every text of the sources, and for no other", () => {
    expect(keys.length).toBeGreaterThan(150);
    expect(Object.keys(korean).sort()).toEqual(keys.sort());
  });

  test.each(Object.entries(korean))("of %j has the same placeholders for values", (key, text) => {
    expect(text.trim()).not.toBe("");
    expect(keptOf(text)).toEqual(keptOf(key.split(/\/An? /)[0]!));
  });

  test("have particles that fit any value", () => {
    const fitsSome = /\{\d+\}(을|를|이|가|은|는|와|과|로|으로|라고)(?=[\s.,)]|$)/;
    expect(Object.values(korean).filter((text) => fitsSome.test(text))).toEqual([]);
  });

  test("have a colon between a setting, an option or a column and what its value must be", () => {
    const requirement = /^\{0\} (\{1\}(, not \{2\})?\.|must be .*, not \{\d\}\.)$/;
    const texts = Object.entries(korean).filter(([key]) => requirement.test(key));
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.map(([, text]) => text.slice(0, 5))).toEqual(texts.map(() => "{0}: "));
    expect(Object.values(korean).filter((text) => /^\S+[은는]$/.test(text))).toEqual([]);
  });

  test("use one word for a thing, and one form of request", () => {
    const otherWord = /훈련|확신도|표준 편차|십시오|\b(step|epoch)\b(?![-./`])/;
    expect(
      [...Object.values(korean), ...Object.values(koreanManifestTexts)].filter((text) =>
        otherWord.test(text.replaceAll(/`[^`]*`/g, "")),
      ),
    ).toEqual([]);
  });

  test("exist for every text of the manifest, and for no other", () => {
    expect(Object.keys(koreanManifestTexts)).toEqual(Object.keys(manifestTexts));
    for (const [key, text] of Object.entries(koreanManifestTexts))
      expect(keptOf(text), key).toEqual(keptOf(manifestTexts[key as keyof typeof manifestTexts]));
  });

  test("are where the manifest says", () => {
    expect(manifest.l10n).toBe("./l10n");
    const path = join(import.meta.dirname, "../../..", manifest.l10n, "bundle.l10n.ko.json");
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(korean);
  });
});

/** Texts that are not for users, by source. */
const noTexts: readonly [path: RegExp, text: RegExp][] = [
  // The messages of the engine and of the formats are for programmers.
  [/^src\/(tensor|formats)\//, /./],
  // The log in the output channel is for bug reports, and is in English for all users.
  [/^src\/host\/(logEntry|TrainingLog)\.ts$/, /./],
  // Names of data sets, classes, optimizers and models, and kinds of hyperparameters.
  [/^src\/datasets\/datasets\.ts$/, /^(Fashion-MNIST|Ankle boot)$/],
  [/^src\/runs\/optimizers\.ts$/, /^(AdamW?|RMSprop)$/],
  [/^src\/runs\/models\.ts$/, /^(LeNet-5|TinyVGG|ConvNet|ResNet)$/],
  [/^src\/runs\/(hyperparameters|models|schedules)\.ts$/, /^whole numbers?$/],
  // The words of new runs' names, which are the same in every language.
  [/^src\/runs\/nameWords\.ts$/, /^[a-z ]+$/],
  // Internal names of states, losses and formats.
  [/^src\/trainer\/(RunTrainer|train)\.ts$/, /^(before its first event|under way|(test|validation) loss)$/],
  [
    /^src\/(model\/checkpoints\/Checkpoint|runs\/evaluationFile)\.ts$/,
    /^fitting-room (checkpoint 1|evaluation [12])$/,
  ],
  // Lines in the form of the tutorial's program, which are not translated.
  [/^src\/terminal\/TrainingReport\.ts$/, /^ Accuracy: /],
  // An error that is caught in the file that throws it.
  [/^src\/liveness\/stderrEnd\.ts$/, /is not a file with one name\.$/],
  // HTML, SVG, CSS and media queries.
  [/^(webview\/charts\/SvgPainter|src\/host\/runSign)\.ts$/, /^<\w+ /],
  [/^webview\/styleRuns\.ts$/, /^(body\[|@media )/],
  [/^src\/host\/webviewHtml\.ts$/, /^<!DOCTYPE html>/],
  [/^webview\/styleRuns\.ts$/, /--fr-loss:/],
  [/^webview\/charts\/chartTheme\.ts$/, /^(color-mix\(in srgb, 0 |\(forced-colors: active\)$)/],
];

const isText = ({ path, text }: WrittenText) =>
  !noTexts.some(([paths, texts]) => paths.test(path) && texts.test(text));

test("numbers are formatted in one place", () => {
  // src/text formats numbers. The engine's messages, lines in the tutorial's form, and the log in the output channel
  // have numbers in the form of no language.
  const others = /^src\/(text|tensor)\/|^src\/(terminal\/TrainingReport|host\/logEntry)\.ts$/;
  const found = [...sources()].flatMap(([path, source]) => {
    const lines = others.test(path) ? [] : source.split("\n");
    // `Number(x.toFixed(…))` rounds a number and does not format it.
    return lines.filter((line) => /\bIntl\.Number|toLocale\w*String|(?<!Number\(.*)\.toFixed\(/.test(line));
  });
  expect(found).toEqual([]);
});

describe("no text bypasses the translations", () => {
  test("in any source", () => {
    const found = [...sources()].flatMap((source) => writtenTexts(...source)).filter(isText);
    expect(found.map(({ path, line, text }) => `${path}:${line}: ${text}`)).toEqual([]);
  });

  test.each([
    ["src/data/x.ts", 'throw new DatasetError("The file is missing.");'],
    ["src/trainer/x.ts", `emit({ type: "warning", message: \`\${file} is missing\` });`],
    ["src/trainer/x.ts", `const why = ok ? l10n.t("whole") : \`only \${part} of it\`;`],
    ["src/runs/x.ts", 'const row = { label: "Momentum" };'],
    ["src/host/x.ts", 'const row = { label: isNew ? "Train" : name };'],
    ["src/host/x.ts", 'l10n.t("{0} has ended", "the old run");'],
    ["webview/x.tsx", "const view = <p>Nothing</p>;"],
    ["webview/x.tsx", 'const view = <p>{name ?? "Nothing"}</p>;'],
    ["webview/x.tsx", 'const view = <a title="Open">{icon}</a>;'],
  ])("as this text in %s would: %s", (path, source) => {
    expect(writtenTexts(path, source).filter(isText)).toHaveLength(1);
  });

  test.each([
    ["src/host/x.ts", 'const row = { label: l10n.t("Train"), id: "fittingRoom.train" };'],
    ["src/data/x.ts", 'throw new RangeError("The batch size is no whole number.");'],
    ["webview/x.tsx", 'const view = <p class="loss faint">{strings.none}</p>;'],
    ["src/trainer/x.ts", 'phase === "under way" && go();'],
  ])("and %s may contain: %s", (path, source) => {
    expect(writtenTexts(path, source)).toEqual([]);
  });
});
