/** Parses the arguments of the commands that list, label, delete, compare and export runs or print marks of images. */
import { extname } from "node:path";
import * as l10n from "@vscode/l10n";
import { type Command, Option } from "commander";
import { type DatasetName, datasetNames } from "../datasets/datasets";
import type { Column } from "../runs/columns";
import { type ExportFormat, exportFormats, formatOf } from "../runs/exportFiles";
import { FilterError } from "../runs/FilterError";
import { parseFilter, type RunFilter } from "../runs/filter";
import { minusAlone } from "../runs/filterWords";
import { whyNoName, whyNoNote, whyNoTag } from "../runs/labels";
import { tutorialConfig } from "../runs/RunConfig";
import { ColumnsError, parseColumns, parseSort, type SortKey } from "../runs/sorting";
import { quotation } from "../text/quotation";
import { commandAdder, type Done } from "./commandAdder";
import { excludeEachOther } from "./exclusiveOptions";
import { oneOf } from "./inspectArguments";
import { pathOption, UsageError } from "./options";

/** A command that works with recorded runs, the trash of the runs folder, or marks of images; with its arguments. */
export type ManageCommand =
  | ({ command: "runs"; columns?: readonly Column[]; markdown: boolean } & Selected)
  | { command: "rename"; run: string; name: string | null }
  | { command: "tag"; runs: string[]; add: string[]; remove: string[] }
  | { command: "note"; run: string; note: string }
  | { command: CommandOnRuns; runs: string[] }
  | { command: "empty-trash" }
  | { command: "compare"; runs: string[] }
  | { command: "marks"; dataset: DatasetName }
  | ({
      command: "export";
      runs: string[];
      columns?: readonly Column[];
      format: ExportFormat;
      series: boolean;
      output?: string;
    } & Selected);

type CommandOnRuns = "star" | "unstar" | "archive" | "unarchive" | "delete" | "restore";

interface Selected {
  filter?: RunFilter;
  all: boolean;
  sort?: readonly SortKey[];
}

const aRun = () => l10n.t("a run's name, id or folder");
const someRuns = () => l10n.t("runs by name, id or folder");

export function addManageCommands(program: Command, done: Done<ManageCommand>): void {
  const add = commandAdder(done);
  const addFor = (command: CommandOnRuns, description: string) =>
    add(
      program.command(command).description(description).argument("<runs...>", someRuns()),
      (_, runs: string[]) => ({ command, runs }),
    );
  add(
    selecting(
      program.command("runs").description(l10n.t("lists the runs, newest first, with their status")),
    ).option("--markdown", l10n.t("a table in Markdown")),
    ({ columns, markdown = false, ...options }) => ({
      command: "runs",
      ...selected(options),
      columns: columnsOption(columns),
      markdown,
    }),
  );
  add(
    program
      .command("rename")
      .description(l10n.t("gives a run another name; an empty one removes the name"))
      .argument("<run>", aRun())
      .argument("<name>", l10n.t("the name")),
    (_, run, name) => ({
      command: "rename",
      run,
      name: name === "" ? null : checked(l10n.t("The name"), name, whyNoName),
    }),
  );
  add(
    program
      .command("tag")
      .description(l10n.t("adds tags to runs, or removes them"))
      .argument("<runs...>", someRuns())
      .option("--add <tags>", l10n.t("tags to add, separated by commas"))
      .option("--remove <tags>", l10n.t("tags to remove, separated by commas")),
    (options, runs) => {
      const [add, remove] = [tags("--add", options.add), tags("--remove", options.remove)];
      const both = add.find((tag) => remove.includes(tag));
      if (both !== undefined) throw excludeEachOther(`--add ${both}`, `--remove ${both}`);
      if (add.length + remove.length === 0) throw new UsageError(l10n.t("Give --add or --remove with tags."));
      return { command: "tag", runs, add, remove };
    },
  );
  add(
    program
      .command("note")
      .description(l10n.t("replaces the note of a run; an empty one removes it"))
      .argument("<run>", aRun())
      .argument("<text>", l10n.t("the note, which may have several lines")),
    (_, run, text) => ({
      command: "note",
      run,
      note: checked(l10n.t("The note"), text, whyNoNote),
    }),
  );
  addFor("star", l10n.t("marks runs with a star"));
  addFor("unstar", l10n.t("removes the star of runs"));
  addFor("archive", l10n.t("leaves runs out of the list"));
  addFor("unarchive", l10n.t("lists archived runs again"));
  addFor("delete", l10n.t("moves runs into the trash of the runs folder"));
  addFor("restore", l10n.t("moves runs out of the trash"));
  add(
    program
      .command("empty-trash")
      .description(l10n.t("removes the runs in the trash for good, without asking")),
    () => ({ command: "empty-trash" }),
  );
  add(
    program
      .command("compare")
      .description(
        l10n.t("compares runs: what differs, and their figures with the differences from the first"),
      )
      .argument("<runs...>", someRuns()),
    (_, runs) => {
      if (runs.length < 2) throw new UsageError(l10n.t("Name two or more runs to compare."));
      return { command: "compare", runs };
    },
  );
  add(
    program
      .command("marks")
      .description(l10n.t("prints the marks of a data set's images as CSV"))
      .argument("[dataset]", datasetNames.join(", "), tutorialConfig.dataset.name),
    (_, dataset) => ({ command: "marks", dataset: oneOf(l10n.t("The data set"), dataset, datasetNames) }),
  );
  add(
    selecting(
      program
        .command("export")
        .description(l10n.t("writes a table of runs, or the series of their figures"))
        .argument("[runs...]", l10n.t("runs by name, id or folder (default: all that are listed)")),
    )
      .addOption(
        new Option(
          "--format <format>",
          l10n.t(
            "{0} (default: {1})",
            exportFormats.join(", "),
            l10n.t("by the ending of --output, or else csv"),
          ),
        ),
      )
      .option("--series", l10n.t("every logged loss, and the figures of every epoch, a row each"))
      .option("--output <file>", l10n.t("file to write (default: the output of the command)")),
    ({ columns, format, series = false, output, ...options }, runs) => ({
      command: "export",
      runs,
      format: format === undefined ? formatByEnding(output) : oneOf("--format", format, exportFormats),
      series,
      output: outputOption(output),
      columns: columnsOption(columns),
      ...selected(options),
    }),
  )
    // `--json` is hidden since `--format json` replaces it here. The error for `--json` says so.
    .options.find(({ long }) => long === "--json")!
    .hideHelp();
}

function selecting(command: Command): Command {
  return command
    .option(
      "--filter <text>",
      l10n.t('only runs that it means, such as "lr>0.01 -tag:baseline acc:85%..90%"'),
    )
    .option("--all", l10n.t("archived runs, too"))
    .option("--sort <columns>", l10n.t("order, such as -accuracy,name; a minus sorts from high to low"))
    .option("--columns <columns>", l10n.t("columns to show, such as name,accuracy,lr"));
}

interface SelectOptions {
  filter?: string;
  all?: boolean;
  sort?: string;
}

/** @throws UsageError if the filter or the order is not valid */
function selected({ filter, all = false, sort }: SelectOptions): Selected {
  return {
    all,
    filter: filter === undefined ? undefined : filterOption(filter),
    sort: sort === undefined ? undefined : inColumns("--sort", () => parseSort(sort)),
  };
}

/**
 * @throws UsageError if the filter is not valid, or has a minus without a word; the message states the position of the
 * error
 */
function filterOption(text: string): RunFilter {
  try {
    const minus = minusAlone(text);
    if (minus !== undefined)
      throw new FilterError(l10n.t("A word must stand after the minus, as in -tag:baseline."), {
        start: minus,
        end: minus + 1,
      });
    return parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const { start, message } = error;
    throw new UsageError(l10n.t("--filter is wrong at character {0}: {1}", start + 1, message));
  }
}

function columnsOption(text: string | undefined): Column[] | undefined {
  return text === undefined ? undefined : inColumns("--columns", () => parseColumns(text));
}

function inColumns<T>(option: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof ColumnsError ? new UsageError(`${option} ${error.message}`) : error;
  }
}

/**
 * The absolute path of the file that the user names for the output. Undefined, which means standard output, if no file
 * is given or the file is `-`.
 * @throws UsageError if the path can only be that of a folder, since its last part is empty, `.` or `..`; what
 * {@link pathOption} throws
 */
function outputOption(given: string | undefined): string | undefined {
  if (given === "-") return undefined;
  const path = pathOption("--output", given);
  if (!given || !/(^|[/\\])\.{0,2}$/.test(given)) return path;
  throw new UsageError(l10n.t("--output must be the path of a file, not {0}.", quotation(given)));
}

/**
 * The format of an export without `--format`.
 * @throws UsageError if the file that `--output` names has the ending of a format that is not written
 */
function formatByEnding(output = ""): ExportFormat {
  const format = formatOf(output);
  if (format !== undefined) return format;
  throw new UsageError(
    l10n.t(
      "--output must end with .csv or .json, or --format must name one of {0}, since {1} files are not written.",
      exportFormats.join(", "),
      extname(output),
    ),
  );
}

/** The tags in a list that is separated by commas. @throws UsageError if a tag is not valid */
function tags(option: string, list = ""): string[] {
  if (list === "") return [];
  return list.split(",").map((tag) => checked(option, tag.trim(), whyNoTag));
}

/**
 * Returns `text` if it is valid.
 * @param why returns the requirement that the text does not meet; undefined if the text is valid
 * @throws UsageError if the text is not valid
 */
function checked(what: string, text: string, why: (text: string) => string | undefined): string {
  const requirement = why(text);
  if (requirement === undefined) return text;
  throw new UsageError(l10n.t("{0} {1}, not {2}.", what, requirement, quotation(text)));
}
