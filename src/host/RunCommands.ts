import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as l10n from "@vscode/l10n";
import { emptyTrash, strangersInTrash, type TrashedRun, trashedRuns } from "../liveness/trash";
import { inName } from "../runs/inert";
import { renameRun, undoChange, withTags } from "../runs/labelChanges";
import { type RunLabels, tagsIn, takenAmong, whyNoName, whyNoNote, whyNoTag } from "../runs/labels";
import { changeLabels, readLabels } from "../runs/labelsFile";
import type { RefusedRun, Run } from "../runs/RunStore";
import { openRun } from "../runs/runsFolder";
import { plural } from "../text/language";
import { composed } from "../text/sameText";
import { whyNoRunShown } from "./configuration";
import { errorMessage } from "./errorMessage";
import { isThere } from "./isThere";
import { NoteFiles } from "./NoteFiles";
import { OwnTrash } from "./OwnTrash";
import type { RunsTree } from "./RunsTree";
import type { Session } from "./Session";
import type { TrainingStarter } from "./TrainingStarter";
import { UndoStack } from "./UndoStack";
import { askModally, askText, pick, showDocument, showError, showInformation } from "./window";

/** A run, or a listed folder that is not opened as a run. */
type AnyRun = Run | RefusedRun;

/** The commands that change or move existing runs: names, tags, notes, stars, the archive and the trash. */
export class RunCommands {
  private readonly changes = new UndoStack();
  private readonly ownTrash = new OwnTrash();

  constructor(
    private readonly session: Session,
    private readonly starter: TrainingStarter,
    private readonly tree: Pick<RunsTree, "selection" | "refusedSelection">,
  ) {}

  /** Ids of the runs that this window has moved into the trash and not brought back. */
  get trashed(): ReadonlySet<string> {
    return this.ownTrash.ids;
  }

  readonly rename = async (given?: Run): Promise<void> => {
    const [run] = await this.meant(given);
    if (!run || !isThere(run)) return;
    const { runs, refused } = this.session.list;
    const taken = takenAmong(runs, refused, run.id);
    const name = await askText({
      title: l10n.t("Rename {0}", inName(run.name)),
      prompt: l10n.t("Without a name, the run is shown by its time."),
      value: labelsOf(run).name ?? "",
      validate: (text) => {
        if (text === "") return undefined;
        const requirement = whyNoName(text);
        if (requirement !== undefined) return l10n.t("{0} {1}.", l10n.t("The name"), requirement);
        if (!taken.has(composed(text))) return undefined;
        return l10n.t("Another run has this name or id.");
      },
    });
    if (name !== undefined) await this.renameTo(run, name);
  };

  /** @param name an empty text removes the name; the run is then shown by the time at which it was made */
  async renameTo(run: Run, name: string): Promise<void> {
    await this.relabel([run], ({ folder }) => {
      const requirement = name === "" ? undefined : whyNoName(name);
      if (requirement !== undefined) throw new Error(l10n.t("{0} {1}.", l10n.t("The name"), requirement));
      return renameRun(folder, name === "" ? null : name);
    });
  }

  readonly editTags = async (given?: Run, selected?: readonly Run[]): Promise<void> => {
    const runs = await this.meant(given, selected);
    if (runs.length === 0 || !runs.every(isThere)) return;
    const [first = [], ...others] = runs.map((run) => labelsOf(run).tags);
    const common = first.filter((tag) => others.every((tags) => tags.includes(tag)));
    const text = await askText({
      title:
        runs.length === 1
          ? l10n.t("Tags of {0}", inName(runs[0]!.name))
          : l10n.t("Tags of all {0} selected runs", runs.length),
      prompt: l10n.t("Separated by commas"),
      value: common.join(", "),
      validate: (written) => {
        const wrong = tagsIn(written)
          .map(whyNoTag)
          .find((requirement) => requirement !== undefined);
        return wrong === undefined ? undefined : l10n.t("A tag {0}.", wrong);
      },
    });
    if (text === undefined) return;
    const tags = tagsIn(text);
    const removed = common.filter((tag) => !tags.includes(tag));
    await this.tag(runs, tags, removed);
  };

  readonly editNote = async (given?: Run): Promise<void> => {
    const [run] = await this.meant(given);
    if (!run || !isThere(run)) return;
    try {
      await showDocument(NoteFiles.uriOf(run));
    } catch (error) {
      void showError(errorMessage(error));
    }
  };

  readonly star = (given?: Run, selected?: readonly Run[]) => this.set({ starred: true }, given, selected);
  readonly unstar = (given?: Run, selected?: readonly Run[]) => this.set({ starred: false }, given, selected);
  readonly archive = (given?: Run, selected?: readonly Run[]) =>
    this.set({ archived: true }, given, selected);
  readonly unarchive = (given?: Run, selected?: readonly Run[]) =>
    this.set({ archived: false }, given, selected);

  /** Moves runs, and folders that are not opened as runs, into the trash. Offers to bring them back. */
  readonly delete = async (given?: AnyRun, selected?: readonly AnyRun[]): Promise<void> => {
    const runs = await this.meant(given, selected);
    const deleted: { folder: string; run: TrashedRun }[] = [];
    await this.change(runs, async (run) => {
      const { id, folder } = run;
      const name = "name" in run ? run.name : id;
      const runsFolder = dirname(folder);
      deleted.push({ folder: runsFolder, run: { id: await this.ownTrash.delete(runsFolder, id), name } });
    });
    if (deleted.length === 0) return;
    const restore = () => this.change(deleted, ({ folder, run }) => this.ownTrash.restore(folder, run.id));
    this.changes.push(restore);
    const undo = l10n.t("Undo");
    const message =
      deleted.length === 1
        ? l10n.t("The run {0} is in the trash.", inName(deleted[0]!.run.name))
        : l10n.t("{0} runs are in the trash.", deleted.length);
    // The command does not wait for the answer, which may come much later or never.
    void showInformation(message, undo).then(async (answer) => {
      if (answer === undo) await this.changes.undo(restore);
    });
  };

  /**
   * Undoes the latest change of labels or deletion that this window made and has not undone. Shows a message if there
   * is nothing to undo.
   */
  async undo(): Promise<void> {
    if (!(await this.changes.undo())) void showInformation(l10n.t("There is nothing to undo."));
  }

  /** Brings back the run that the user picks from those in the trash. */
  readonly restore = async (): Promise<void> => {
    const { folder } = this.session.list;
    const trashed = await this.trash();
    if (!trashed) return;
    const choices = trashed.map(({ id, name }) => ({ label: name, description: name === id ? "" : id, id }));
    const choice = await pick(choices, { placeHolder: l10n.t("Run to bring back from the trash") });
    if (choice) await this.change([choice], ({ id }) => this.ownTrash.restore(folder, id));
  };

  readonly emptyTrash = async (): Promise<void> => {
    const trashed = await this.trash();
    if (!trashed) return;
    const question = plural(
      trashed.length,
      l10n.t("Remove the run in the trash for good?"),
      l10n.t("Remove the {0} runs in the trash for good?", trashed.length),
    );
    const remove = l10n.t("Empty Trash");
    if ((await askModally(question, remove)) !== remove) return;
    const { problems } = await emptyTrash(this.session.list.folder);
    for (const problem of problems) void showError(problem);
  };

  /**
   * The runs in the trash. Undefined, after a message, if the trash is empty or unreadable or the workspace is not
   * trusted.
   */
  private async trash(): Promise<TrashedRun[] | undefined> {
    if (!(await this.starter.isTrusted())) return undefined;
    try {
      const trashed = trashedRuns(this.session.list.folder);
      if (trashed.length > 0) return trashed;
      void showInformation(strangersInTrash(this.session.list.folder) ?? l10n.t("The trash is empty."));
    } catch (error) {
      void showError(errorMessage(error));
    }
    return undefined;
  }

  private async set(labels: Partial<RunLabels>, given?: Run, selected?: readonly Run[]): Promise<void> {
    await this.changeLabels(await this.meant(given, selected), (now) => ({ ...now, ...labels }));
  }

  /** Adds tags to runs and removes others. Shows a message and changes nothing if an added tag is not valid. */
  async tag(runs: readonly Run[], added: readonly string[], removed: readonly string[]): Promise<void> {
    const requirement = added.map(whyNoTag).find((wrong) => wrong !== undefined);
    if (requirement !== undefined) return void showError(l10n.t("A tag {0}.", requirement));
    await this.changeLabels(runs, (labels) => withTags(labels, added, removed));
  }

  /** Replaces the note of a run. Shows a message instead if the note is not valid. */
  async note(run: Run, note: string): Promise<void> {
    const requirement = whyNoNote(note);
    if (requirement !== undefined) return void showError(l10n.t("{0} {1}.", l10n.t("The note"), requirement));
    await this.changeLabels([run], (labels) => ({ ...labels, note }));
  }

  /** Changes the labels of runs. Shows a message for each run whose labels cannot be changed. */
  changeLabels(runs: readonly Run[], change: (labels: RunLabels) => RunLabels): Promise<void> {
    return this.relabel(runs, ({ folder }) => changeLabels(folder, change));
  }

  /**
   * Performs `work` on each run by {@link change}. `work` changes the labels of one run and returns its new labels.
   * Afterwards the given runs are read again by {@link Session.reread}. Undo can reverse the changes.
   */
  private async relabel(runs: readonly Run[], work: (run: Run) => Promise<RunLabels>): Promise<void> {
    const changed: { id: string; folder: string; before: RunLabels; after: RunLabels }[] = [];
    const reread = () => this.session.reread(runs.map(({ id }) => id));
    await this.change(
      runs,
      async (run) => {
        const before = labelsOf(run);
        const after = await work(run);
        if (!isDeepStrictEqual(before, after)) changed.push({ ...run, before, after });
      },
      reread,
    );
    if (changed.length === 0) return;
    const undo = ({ folder, before, after }: (typeof changed)[number]) => undoChange(folder, before, after);
    this.changes.push(() => this.change(changed, undo, reread));
  }

  /** In a trusted workspace, performs `work` on each run, shows a message for each failure, and refreshes the list. */
  private async change<T>(
    runs: readonly T[],
    work: (run: T) => Promise<unknown>,
    refresh = () => this.session.refresh(),
  ): Promise<void> {
    if (runs.length === 0 || !(await this.starter.isTrusted())) return;
    for (const run of runs) {
      try {
        await work(run);
      } catch (error) {
        void showError(errorMessage(error));
      }
    }
    await refresh();
  }

  /**
   * The runs that a command applies to. From a menu: `selected`, or only `given` (the row whose menu was opened) if
   * `selected` is empty. Without a menu: the runs that are selected in the tree, else the run on display. Shows a
   * message if only folders that are not opened as runs are selected, and if there is no run.
   */
  async meant<T extends AnyRun = Run>(given?: T, selected: readonly T[] = []): Promise<readonly (T | Run)[]> {
    await this.session.restore();
    if (given) return selected.length > 0 ? selected : [given];
    const { selection, refusedSelection } = this.tree;
    if (selection.length > 0) return selection;
    const [refused] = refusedSelection;
    if (refused) {
      void showError(refused.refusal);
      return [];
    }
    const { displayed } = this.session;
    if (displayed) return [displayed];
    void showInformation(whyNoRunShown());
    return [];
  }
}

function labelsOf({ folder }: Run): RunLabels {
  return readLabels(openRun(folder)).labels;
}
