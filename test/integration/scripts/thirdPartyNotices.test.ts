/** The package contains the licences of everything that is bundled. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shippableLicences, thirdPartyNotices } from "../../../scripts/thirdPartyNotices.mjs";
import { packagedFiles } from "../../../scripts/vscode/packageExtension.mjs";

const root = join(import.meta.dirname, "../../..");

describe("the built THIRD_PARTY_NOTICES.txt", () => {
  const text = readFileSync(join(root, "THIRD_PARTY_NOTICES.txt"), "utf8");
  const [, ...sections] = text.split(/^-{80}$/m).map((section) => section.trim());

  test("names every package in a bundle's source map, with version, licence and its text", () => {
    const maps = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".js.map"),
    );
    const sources = maps.flatMap(
      (name): string[] => JSON.parse(readFileSync(join(root, "dist", name), "utf8")).sources,
    );
    const folders = new Set(
      sources.flatMap(
        (source) => /^(?:\.\.\/)+(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? [],
      ),
    );
    const named = [...folders].map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
      expect(shippableLicences).toContain(license);
      return `${name} ${version}\n\nLicence: ${license}\n\n`;
    });
    expect(maps).toHaveLength(7);
    expect(named.join()).toContain("preact");
    expect(
      sections
        .map((section) => section.slice(0, section.indexOf("\n\n", section.indexOf("Licence:")) + 2))
        .sort(),
    ).toEqual([...new Set(named)].sort());
    const grants = /Permission (is hereby granted|to use, copy)|Redistribution and use in source and binary/i;
    for (const section of sections) expect(section).toMatch(grants);
  });

  test("is in the package beside every bundle that the extension runs", async () => {
    expect(await packagedFiles()).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "THIRD_PARTY_NOTICES.txt",
        "dist/extension.js",
        "dist/trainer.js",
        "dist/inspector.js",
        "dist/webview/live.js",
        "dist/webview/live.css",
        "dist/webview/experiments.js",
        "dist/webview/experiments.css",
        "dist/webview/model.js",
        "dist/webview/model.css",
        "l10n/bundle.l10n.ko.json",
        "package.nls.ko.json",
      ]),
    );
  });
});

describe("a bundle of other packages", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "notices-"));
    write(
      "main.js",
      'import "./main.css"; import { used } from "used"; import { unused } from "unused"; used();',
    );
    write("main.css", '@import "styles/all.css"; @import "font/font.css";');
    install("used", "MIT", {
      "index.js": "export const used = () => console.log(1);",
      LICENSE: "Terms of used",
    });
    install("unused", "GPL-3.0-only", { "index.js": "export const unused = 1;" });
    install("styles", "ISC", { "all.css": "b { color: red; }", "LICENCE.txt": "Terms of styles" });
    install("font", "CC-BY-4.0", {
      "font.css": "@font-face { font-family: f; src: url(./f.ttf); }",
      "f.ttf": "glyphs",
      LICENSE: "Terms of the font",
      "NOTICE.md": "Notice of the font",
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(path: string, content: string) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }

  function install(name: string, license: string, files: Record<string, string>) {
    const manifest = { name, version: "1.2.3", license };
    write(`node_modules/${name}/package.json`, JSON.stringify(manifest));
    for (const [file, content] of Object.entries(files)) write(`node_modules/${name}/${file}`, content);
  }

  async function notices(): Promise<string> {
    const { metafile } = await build({
      absWorkingDir: folder,
      entryPoints: ["main.js"],
      outdir: "out",
      bundle: true,
      format: "esm",
      metafile: true,
      write: false,
      loader: { ".ttf": "file" },
    });
    return thirdPartyNotices(folder, [metafile]);
  }

  test("has the licences of code, styles and fonts, and not of what was left out", async () => {
    const text = await notices();
    for (const part of ["used 1.2.3", "Terms of used", "styles 1.2.3", "Terms of styles"])
      expect(text).toContain(part);
    for (const part of ["font 1.2.3", "Licence: CC-BY-4.0", "Terms of the font", "Notice of the font"])
      expect(text).toContain(part);
    expect(text).not.toContain("unused");
  });

  test("is refused for a licence that must not be shipped", async () => {
    install("used", "GPL-3.0-only", {});
    await expect(notices()).rejects.toThrow(/contain used 1\.2\.3, whose licence \(GPL-3\.0-only\)/);
  });

  test("is refused for a package without a licence text", async () => {
    write("node_modules/used/LICENSE", "\n");
    await expect(notices()).rejects.toThrow("contain used 1.2.3, which has no licence file");
  });
});
