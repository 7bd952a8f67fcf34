import type { Stats } from "node:fs";
import { lstat, readlink, stat } from "node:fs/promises";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import type { DataFile, Publication } from "../datasets/DataFile";
import { whatItIs } from "../files/fileKind";
import { explainReadTrouble, isAbsence } from "../files/readTrouble";
import { plural } from "../text/language";
import { allOf } from "../text/lists";
import { DatasetError } from "./errors";
import { isHeadOf, readHead } from "./FileHead";
import { hasNameOf, likeliestFirst } from "./fileNames";
import { deepestFolder, type FolderSearch, searchFolder } from "./searchFolder";

/**
 * Folders in which the files are looked for first: the folder itself, `raw` in it, and the place where torchvision
 * stores the files if the folder is torchvision's root.
 */
const layoutsOf = ({ folder }: Publication) => [".", "raw", join(folder, "raw")];

/**
 * Largest number of files whose beginnings are read in the search for one data file. The likeliest of the files found
 * are taken.
 */
const mostHeads = 2000;
/** Largest number of files whose beginnings are read at the same time. */
const headsAtOnce = 32;
/** Largest number of files found by the search that are tried, one after the other, for a data file. */
const mostCandidates = 16;

/** The paths at which a data file may be. The content at a path is checked only when it is read. */
export interface LocatedFile {
  file: DataFile;
  /** Paths, at least one, the likeliest first. */
  candidates: AsyncIterable<string>;
}

/**
 * Looks for `files` in a folder: by their usual names and places, else, within limits, by the beginnings of the files
 * in the folder and below it.
 * @throws DatasetError that names the folder and what is missing, or what cannot be read
 */
export async function locateFiles(folder: string, files: readonly DataFile[]): Promise<LocatedFile[]> {
  await checkFolder(folder);
  return new Locator(folder, files).locate();
}

/**
 * The path of a file, or else of its `.gz`, in a folder; undefined where the folder has neither.
 * @throws DatasetError where the folder cannot be read
 */
export async function findFile(folder: string, name: string): Promise<string | undefined> {
  const troubles = new Set<string>();
  const [found] = await regularFiles([join(folder, name), join(folder, `${name}.gz`)], troubles);
  if (found === undefined && troubles.size > 0) throw unreadable(folder, troubles);
  return found;
}

class Locator {
  /** For each part of the folder that could not be read, the reason as the end of a sentence. */
  private readonly troubles = new Set<string>();
  private readonly heads = new Map<string, Promise<Uint8Array>>();
  private searching: Promise<FolderSearch> | undefined;

  constructor(
    private readonly folder: string,
    private readonly files: readonly DataFile[],
  ) {}

  async locate(): Promise<LocatedFile[]> {
    const { files } = this;
    const located = await Promise.all(
      files.map(async (file) => ({ file, usual: await this.ofUsualName(file) })),
    );
    const lacking: DataFile[] = [];
    for (const { file, usual } of located)
      if (usual.length === 0 && (await this.thatHold(file)).length === 0) lacking.push(file);
    if (lacking.length > 0) throw await this.refusal(lacking, await this.search());
    return located.map(({ file, usual }) => ({ file, candidates: this.inTurn(file, usual) }));
  }

  private ofUsualName({ name, of }: DataFile): Promise<string[]> {
    const places = layoutsOf(of).map((layout) => join(this.folder, layout));
    const paths = places.flatMap((place) => [join(place, name), join(place, `${name}.gz`)]);
    return regularFiles(paths, this.troubles);
  }

  /**
   * Yields the candidates: the files with the usual name, then the others. Unless the folder has been searched
   * already, it is searched for the others when the caller requests a candidate after the last file with the usual
   * name.
   */
  private async *inTurn(file: DataFile, usual: readonly string[]): AsyncGenerator<string> {
    yield* usual;
    for (const path of await this.thatHold(file)) if (!usual.includes(path)) yield path;
  }

  /**
   * The files that begin like `file`, and those that have its name but another beginning; the likeliest first, at most
   * {@link mostCandidates}.
   */
  private async thatHold(file: DataFile): Promise<string[]> {
    const { files } = await this.search();
    const paths = likeliestFirst(files, this.folder, file).slice(0, mostHeads);
    const found: string[] = [];
    for (let from = 0; from < paths.length && found.length < mostCandidates; from += headsAtOnce) {
      const some = paths.slice(from, from + headsAtOnce);
      const may = await Promise.all(some.map((path) => this.mayBe(path, file)));
      found.push(...some.filter((_, index) => may[index]));
    }
    return found.slice(0, mostCandidates);
  }

  private async mayBe(path: string, file: DataFile): Promise<boolean> {
    // A file with the right name is a candidate, whatever its content. If the content is wrong, the error that the
    // later reading reports names the file.
    if (hasNameOf(path, file)) return true;
    try {
      return isHeadOf(await this.headOf(path), file);
    } catch (error) {
      if (!isAbsence(error)) this.troubles.add(await explainReadTrouble(path, error));
      return false;
    }
  }

  private headOf(path: string): Promise<Uint8Array> {
    const head = this.heads.get(path) ?? readHead(path);
    this.heads.set(path, head);
    return head;
  }

  private search(): Promise<FolderSearch> {
    this.searching ??= searchFolder(this.folder, (path) => this.files.some((file) => hasNameOf(path, file)));
    return this.searching;
  }

  private async refusal(lacking: readonly DataFile[], search: FolderSearch) {
    const { files } = this;
    const troubles = new Set([...this.troubles, ...search.troubles]);
    if (troubles.size > 0) return unreadable(this.folder, troubles);
    const [link] = search.links;
    const others = search.others.filter((path) => lacking.some((file) => hasNameOf(path, file)));
    const looked = [
      ...(await Promise.all(others.map(describeOther))),
      l10n.t(
        "looked for {0}, plain or .gz, in it and up to {1} folders below",
        names(files).join(", "),
        deepestFolder,
      ),
      ...(search.isCut ? [l10n.t("the folder holds more files than are searched")] : []),
      ...(link === undefined ? [] : [l10n.t("the link {0} to a folder was not followed", link)]),
    ];
    return new DatasetError(
      l10n.t(
        "{0} holds no complete {1}: {2} ({3}).",
        this.folder,
        lacking[0]!.of.label,
        andOthers(
          lacking.length < files.length ? missingText(lacking) : l10n.t("none of its files is there"),
          search.otherFormats.description,
        ),
        looked.join("; "),
      ),
    );
  }
}

/** Describes what is in the place of a data file: neither a file nor a folder, or a link to a missing path. */
async function describeOther(path: string): Promise<string> {
  try {
    return l10n.t("{0} is {1}", path, whatItIs(await stat(path)));
  } catch (error) {
    return isAbsence(error)
      ? l10n.t("{0} is a link to {1}, which does not exist", path, await readlink(path))
      : l10n.t("{0} cannot be read: {1}", path, await explainReadTrouble(path, error));
  }
}

const names = (files: readonly DataFile[]) => files.map(({ name }) => name);

function missingText(lacking: readonly DataFile[]): string {
  const missing = allOf(names(lacking));
  return plural(lacking.length, l10n.t("{0} is missing", missing), l10n.t("{0} are missing", missing));
}

/**
 * @param what states what is missing
 * @param others describes the files of other formats in the folder; undefined where there are none
 */
function andOthers(what: string, others: string | undefined): string {
  return others === undefined ? what : l10n.t("{0}, but {1}", what, others);
}

async function regularFiles(paths: readonly string[], troubles: Set<string>): Promise<string[]> {
  const are = await Promise.all(
    paths.map(async (path) => {
      try {
        return (await stat(path)).isFile();
      } catch (error) {
        // With a file in the place of the folder `raw`, `stat` fails with ENOTDIR. That is no error.
        const isNothing = isAbsence(error) || (error as NodeJS.ErrnoException).code === "ENOTDIR";
        if (!isNothing) troubles.add(await explainReadTrouble(path, error));
        return false;
      }
    }),
  );
  return paths.filter((_, index) => are[index]);
}

function unreadable(folder: string, troubles: ReadonlySet<string>): DatasetError {
  const [first] = troubles;
  return new DatasetError(l10n.t("The data set folder {0} cannot be read: {1}.", folder, first!));
}

async function checkFolder(folder: string): Promise<void> {
  let found: Stats;
  try {
    found = await stat(folder);
  } catch (error) {
    throw isAbsence(error)
      ? new DatasetError(await whatIsMissing(folder))
      : unreadable(folder, new Set([await explainReadTrouble(folder, error)]));
  }
  if (found.isDirectory()) return;
  const what = found.isFile() ? l10n.t("a file") : whatItIs(found);
  throw new DatasetError(l10n.t("The data set location {0} is {1}, not a folder.", folder, what));
}

async function whatIsMissing(folder: string): Promise<string> {
  const isLink = await lstat(folder).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
  return isLink
    ? l10n.t(
        "The data set folder {0} is a link to {1}, which does not exist.",
        folder,
        await readlink(folder),
      )
    : l10n.t("The data set folder {0} does not exist.", folder);
}
