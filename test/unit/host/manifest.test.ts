import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import manifest from "../../../package.json";
import strings from "../../../package.nls.json";
import koreanStrings from "../../../package.nls.ko.json";
import { datasetNames, datasets } from "../../../src/datasets/datasets";
import { parseExcludeMarked, parseGracePeriod, runSettings } from "../../../src/host/settings";
import { inGroups } from "../../../src/runs/configValues";
import { hyperparameterList } from "../../../src/runs/hyperparameters";
import { modelKinds } from "../../../src/runs/models";
import { defaultNamePattern, placeholderNames, whyNoPattern } from "../../../src/runs/namePattern";
import { optimizerNames, optimizers } from "../../../src/runs/optimizers";
import { InvalidConfigError, type RunConfigInput, resolveRunConfig } from "../../../src/runs/RunConfig";
import { defaultRunsFolder } from "../../../src/runs/runsFolder";
import { scheduleNames } from "../../../src/runs/schedules";
import { type ManifestSetting, manifestSettings } from "./manifest";

const settings = Object.entries(manifestSettings);
const hyperparameters = runSettings.filter(({ id }) => id.startsWith("fittingRoom.hyperparameters."));

function accepts(key: string, value: unknown): boolean {
  const kind = hyperparameterList.find((one) => one.key === key)?.models?.[0];
  try {
    resolveRunConfig(
      inGroups([[key, value], ...(kind ? [["model.kind", kind] as const] : [])]) as RunConfigInput,
    );
    return true;
  } catch {
    return false;
  }
}

/** For each bound of a setting, a number that it allows and one that it does not: 1 apart for integers, else 1e-9. */
function edges({
  type,
  ...bounds
}: Omit<ManifestSetting, "default" | "scope" | "order" | "markdownDescription">) {
  const unit = [type].flat().includes("integer") ? 1 : 1e-9;
  const inside: number[] = [];
  const outside: number[] = [];
  if (bounds.minimum !== undefined) inside.push(bounds.minimum);
  if (bounds.minimum !== undefined) outside.push(bounds.minimum - unit);
  if (bounds.exclusiveMinimum !== undefined) inside.push(bounds.exclusiveMinimum + unit);
  if (bounds.exclusiveMinimum !== undefined) outside.push(bounds.exclusiveMinimum);
  if (bounds.maximum !== undefined) inside.push(bounds.maximum);
  if (bounds.maximum !== undefined) outside.push(bounds.maximum + unit);
  if (bounds.exclusiveMaximum !== undefined) inside.push(bounds.exclusiveMaximum - unit);
  if (bounds.exclusiveMaximum !== undefined) outside.push(bounds.exclusiveMaximum);
  return { inside, outside };
}

describe("settings in package.json", () => {
  test("include every setting that decides a run, and no other hyperparameter", () => {
    const ofAllRuns = [
      "fittingRoom.runs.location",
      "fittingRoom.runs.gracePeriod",
      "fittingRoom.runs.namePattern",
      "fittingRoom.dataset.excludeMarked",
    ];
    const contributed = settings.map(([id]) => id).filter((id) => !ofAllRuns.includes(id));
    expect(runSettings.map(({ id }) => id).sort()).toEqual(contributed.sort());
  });

  test.each(settings)("%s has a default, a description, a scope and an order", (_, setting) => {
    expect(setting).toHaveProperty("default");
    expect(setting).toMatchObject({
      markdownDescription: expect.stringMatching(/^%.+%$/),
      scope: expect.stringMatching(/^(resource|machine-overridable)$/),
      order: expect.any(Number),
    });
    expect(setting.markdownEnumDescriptions?.length).toBe(setting.enum?.length);
  });

  test.each(hyperparameters)("$id allows exactly what a run allows", ({ id, key }) => {
    const setting = manifestSettings[id];
    const { inside, outside } = edges(setting);
    for (const value of inside) expect(accepts(key, value), String(value)).toBe(true);
    for (const value of outside) expect(accepts(key, value), String(value)).toBe(false);
    const isNumeric = [setting.type].flat().some((type) => type === "number" || type === "integer");
    expect(inside.length).toBe(isNumeric ? 2 : 0);
    if ([setting.type].flat().includes("integer")) expect(accepts(key, 1.5)).toBe(false);
  });

  test("the grace period allows exactly what its setting allows", () => {
    const setting = manifestSettings["fittingRoom.runs.gracePeriod"];
    const { inside, outside } = edges(setting);
    for (const value of [...inside, setting.default]) expect(parseGracePeriod(value)).toBe(value);
    for (const value of [...outside, Number.NaN, "60", null])
      expect(() => parseGracePeriod(value)).toThrow(InvalidConfigError);
    expect([...inside, ...outside]).toHaveLength(4);
  });

  test("whether marked images are left out allows exactly what its setting allows", () => {
    const setting = manifestSettings["fittingRoom.dataset.excludeMarked"];
    expect(setting.type).toBe("boolean");
    for (const value of [true, false]) expect(parseExcludeMarked(value)).toBe(value);
    for (const value of ["true", 1, null, undefined])
      expect(() => parseExcludeMarked(value)).toThrow(/^dataset\.excludeMarked must be true or false/);
  });

  test("the pattern of names allows exactly what its setting allows", () => {
    const setting = manifestSettings["fittingRoom.runs.namePattern"];
    expect(setting.default).toBe(defaultNamePattern);
    const all = placeholderNames.map((name) => `{${name}}`).join(" ");
    for (const pattern of [all, "baseline", "{words}", "a {seed}", "{", "}", "{}", "{lr}", "{{words}}"])
      expect(new RegExp(setting.pattern!).test(pattern), pattern).toBe(whyNoPattern(pattern) === undefined);
  });

  test("the seed's setting allows the same numbers in quotes as a run", () => {
    const { type, pattern } = manifestSettings["fittingRoom.hyperparameters.seed"];
    expect(type).toContain("string");
    const texts = [
      "18446744073709551615",
      "-9223372036854775808",
      "0",
      "007",
      "1e3",
      "0x10",
      "12.5",
      "",
      " ",
      "42 ",
      "--1",
    ];
    for (const text of texts) expect(new RegExp(pattern!).test(text), text).toBe(accepts("seed", text));
  });

  test("hidden layers allow exactly what a run allows", () => {
    const { items, maxItems } = manifestSettings["fittingRoom.hyperparameters.hiddenLayers"];
    const widths = (count: number, width: number) => new Array(count).fill(width);
    for (const width of [items!.minimum, items!.maximum]) expect(accepts("model.hidden", [width])).toBe(true);
    for (const width of [items!.minimum - 1, items!.maximum + 1])
      expect(accepts("model.hidden", [width])).toBe(false);
    expect(accepts("model.hidden", widths(maxItems!, 8))).toBe(true);
    expect(accepts("model.hidden", widths(maxItems! + 1, 8))).toBe(false);
  });

  test("offer all optimizers", () => {
    expect(manifestSettings["fittingRoom.hyperparameters.optimizer"].enum).toEqual([...optimizerNames]);
  });

  test("offer all networks and all schedules", () => {
    expect(manifestSettings["fittingRoom.model"].enum).toEqual(modelKinds);
    expect(manifestSettings["fittingRoom.hyperparameters.schedule"].enum).toEqual([...scheduleNames]);
  });

  test("offer all data sets, by their labels", () => {
    const { enum: names, enumItemLabels } = manifestSettings["fittingRoom.dataset.name"];
    expect(names).toEqual(datasetNames);
    const shown = enumItemLabels?.map((label) =>
      label.replace(/^%(.*)%$/, (_, key) => strings[key as keyof typeof strings]),
    );
    expect(shown).toEqual(datasetNames.map((name) => datasets[name].label));
  });

  test("a workspace that is not trusted cannot set a path", () => {
    const paths = settings.map(([id]) => id).filter((id) => id.endsWith(".location"));
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.sort()).toEqual(paths.sort());
  });
});

describe("commands in package.json", () => {
  const commands = manifest.contributes.commands;

  test("have a category, a title and an icon", () => {
    for (const command of commands) {
      expect(command.category).toBe("Fitting Room");
      expect(command.title).toMatch(/^%command\..+%$/);
      expect(command.icon).toMatch(/^\$\([a-z-]+\)$/);
    }
  });

  test("include those that menus and key bindings name", () => {
    const known = commands.map(({ command }) => command);
    const named = [...Object.values(manifest.contributes.menus).flat(), ...manifest.contributes.keybindings];
    for (const { command } of named) expect(known).toContain(command);
  });
});

test("a workspace without a second folder has no command, button or text about the selection of a folder", () => {
  const { menus, viewsWelcome } = manifest.contributes;
  const places = Object.entries(menus).flatMap(([menu, items]) =>
    items
      .filter(({ command }) => command === "fittingRoom.selectWorkspaceFolder")
      .map((item) => [menu, item]),
  );
  expect(places.map(([menu]) => menu).sort()).toEqual(["commandPalette", "view/title"]);
  const welcome = viewsWelcome.filter(({ contents }) => contents === "%welcome.otherFolder%");
  for (const item of [...places.map(([, item]) => item), ...welcome])
    expect(item).toMatchObject({ when: expect.stringMatching(/(^|&& )workspaceFolderCount > 1$/) });
});

test("the dashboard's tab offers the same actions of a training as its view", () => {
  const { "view/title": view, "editor/title": tab } = manifest.contributes.menus;
  const offered = (items: { command: string; when: string }[]) =>
    items.filter(({ when }) => /fittingRoom\.(training|can)/.test(when)).map(({ command }) => command);
  expect(offered(view).sort()).toEqual(offered(tab).sort());
  expect(offered(tab)).toContain("fittingRoom.changeLearningRate");
});

describe("texts of package.json", () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);

  test("are all in package.nls.json, which holds no other", () => {
    expect([...new Set(used)].sort()).toEqual(Object.keys(strings).sort());
  });

  test("state in only one setting that it applies to the next run", () => {
    const descriptions = Object.entries(strings).filter(([key]) => key.startsWith("setting."));
    expect(descriptions.filter(([, text]) => /applies to the next run/.test(text))).toHaveLength(1);
  });

  test.each([strings, koreanStrings])("state each default weight decay other than 0", (texts) => {
    for (const { label, weightDecay } of Object.values(optimizers)) {
      if (weightDecay === 0) continue;
      expect(texts["setting.weightDecay"]).toContain(label);
      expect(texts["setting.weightDecay"]).toContain(String(weightDecay));
    }
  });

  test("name only existing commands and settings", () => {
    const known = [
      ...manifest.contributes.commands.map(({ command }) => command),
      ...settings.map(([id]) => id),
    ];
    const named = Object.values(strings).flatMap((text) =>
      [...text.matchAll(/(?:command:|#)(fittingRoom[\w.]+)/g)].map(([, id]) => id),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const id of named) expect(known).toContain(id);
  });
});

test("the walkthrough's first step is done once a training is under way, wherever it was started", () => {
  const [{ steps }] = manifest.contributes.walkthroughs;
  const [{ completionEvents }] = steps.filter(({ id }) => id === "train");
  expect(completionEvents).toContain("onContext:fittingRoom.training");
});

test("pictures that package.json names exist", () => {
  const named = [...JSON.stringify(manifest).matchAll(/"(media\/[^"]+)"/g)].map(([, path]) => path);
  const root = join(import.meta.dirname, "../../..");
  const files = readdirSync(join(root, "media"), { recursive: true }).map((path) => `media/${path}`);
  for (const path of named) expect(files).toContain(path);
  expect(readFileSync(join(root, "media/icon.png")).readUInt32BE(16)).toBe(128);
});

test("only a workspace with runs activates the extension by itself", () => {
  const byItself = manifest.activationEvents.filter((event) => !event.startsWith("onWebviewPanel:"));
  expect(byItself).toEqual([`workspaceContains:${defaultRunsFolder.replaceAll("\\", "/")}`]);
});
