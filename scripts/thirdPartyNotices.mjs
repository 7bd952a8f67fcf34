/** Names and licences of the npm packages in the bundles. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Licences (SPDX) under which a package may be shipped together with the text of its licence. */
export const shippableLicences = ["0BSD", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "ISC", "MIT"];

/**
 * Packages without a licence file: for each, the package whose licence file has the same terms and copyright holder.
 * @type {Readonly<Record<string, string>>}
 */
const sameLicenceAs = {
  "@microsoft/fast-element": "@vscode/webview-ui-toolkit",
  "@microsoft/fast-foundation": "@vscode/webview-ui-toolkit",
  "@microsoft/fast-web-utilities": "@vscode/webview-ui-toolkit",
  "@vscode/l10n": "@vscode/webview-ui-toolkit",
};

const licenceFile = /^(licen[cs]e|copying)/i;
const noticeFile = /^(notice|copyright|third.?party)/i;
const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/**
 * Folders of the packages of which a bundle contains at least one file, such as code, a style or a font.
 * @param {import("esbuild").Metafile[]} metafiles
 * @returns {string[]} Paths relative to the folder of the build, sorted.
 */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.keys(output.inputs)),
  );
  const folders = inputs.flatMap((path) => packageFolder.exec(path) ?? []);
  return [...new Set(folders)].sort();
}

/**
 * The text of THIRD_PARTY_NOTICES.txt: name, version, licence and licence text of every bundled package.
 * @param {string} root The folder of the build.
 * @param {import("esbuild").Metafile[]} metafiles
 * @returns {string}
 * @throws {Error} One sentence, for a package whose licence has no text or must not be shipped.
 */
export function thirdPartyNotices(root, metafiles) {
  const sections = bundledPackages(metafiles).map((folder) => section(root, folder));
  const rule = `\n\n${"-".repeat(80)}\n\n`;
  // A version of a package may be installed in several places; the set keeps one section for it.
  return `${["Fitting Room contains the following packages.", ...new Set(sections)].join(rule)}\n`;
}

/**
 * @param {string} root
 * @param {string} folder
 */
function section(root, folder) {
  const { name, version, license } = manifest(join(root, folder));
  const title = `${name} ${version}`;
  if (!shippableLicences.includes(license))
    throw new Error(
      `The bundles contain ${title}, whose licence (${license}) is not in shippableLicences of scripts/thirdPartyNotices.mjs: check its terms, or do without the package.`,
    );
  const texts = licenceTexts(root, folder, { name, license });
  if (texts.length === 0)
    throw new Error(
      `The bundles contain ${title}, which has no licence file: name a package with the same licence and holder in sameLicenceAs of scripts/thirdPartyNotices.mjs, or do without the package.`,
    );
  return [title, `Licence: ${license}`, ...texts].join("\n\n");
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {{ name: string, license: string }} of
 */
function licenceTexts(root, folder, { name, license }) {
  const own = readTexts(join(root, folder), licenceFile);
  const notices = readTexts(join(root, folder), noticeFile);
  const other = sameLicenceAs[name];
  if (own.length > 0) return [...own, ...notices];
  if (!other) return [];
  const otherFolder = join(root, "node_modules", other);
  if (manifest(otherFolder).license !== license) return [];
  return [...readTexts(otherFolder, licenceFile), ...notices];
}

/**
 * @param {string} folder
 * @param {RegExp} names
 */
function readTexts(folder, names) {
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && names.test(entry.name),
  );
  return files
    .map(({ name }) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim())
    .filter((text) => text !== "");
}

/**
 * @param {string} folder
 * @returns {{ name: string, version: string, license: string }}
 */
function manifest(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
