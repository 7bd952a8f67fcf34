import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import {
  Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  FilePermission,
  type FileSystemProvider,
  FileType,
  Uri,
  workspace,
} from "vscode";
import { noteIn, whyNoNote } from "../runs/labels";
import { changeLabels, readLabels } from "../runs/labelsFile";
import { openRun, runExists } from "../runs/runsFolder";
import type { Session } from "./Session";
import { fileGone, fileProblem } from "./window";

const SCHEME = "fitting-room-note";

/** A note as this file system read it last. */
interface KnownNote {
  note: string;
  /** Time (ms since 1970) at which this text was first read. Each new text of a note gets a later time. */
  changed: number;
}

/** A file system that has the note of each run as a text file, so that a user can edit and save notes in the editor. */
export class NoteFiles implements FileSystemProvider {
  private readonly changed = new EventEmitter<FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly known = new Map<string, KnownNote>();
  private readonly subscriptions: Disposable;

  /** @param onSaved called after a note was saved */
  constructor(
    private readonly session: Session,
    private readonly onSaved: () => void,
  ) {
    this.subscriptions = Disposable.from(
      this.changed,
      workspace.registerFileSystemProvider(SCHEME, this, { isCaseSensitive: true }),
      session.list.onDidChange(() => this.look()),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** The address of a run's note. The editor's tab shows the last part of the address's path. */
  static uriOf({ name, folder }: { name: string; folder: string }): Uri {
    const title = l10n.t("Note of {0}", name.replaceAll(/[/\\]/g, "_"));
    return Uri.from({ scheme: SCHEME, path: `/${title}.txt`, query: folder });
  }

  stat(uri: Uri) {
    const { note, changed } = this.read(uri);
    const permissions = workspace.isTrusted ? undefined : FilePermission.Readonly;
    return { type: FileType.File, ctime: 0, mtime: changed, size: Buffer.byteLength(note), permissions };
  }

  readFile(uri: Uri): Uint8Array {
    return Buffer.from(this.read(uri).note);
  }

  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    this.session.requireTrust();
    const note = noteIn(content);
    if (note === undefined)
      throw fileProblem(
        l10n.t(
          "A note is stored as UTF-8, and this editor has another encoding; choose UTF-8 with the command Change File Encoding.",
        ),
      );
    const requirement = whyNoNote(note);
    if (requirement !== undefined) throw fileProblem(l10n.t("{0} {1}.", l10n.t("The note"), requirement));
    try {
      await changeLabels(uri.query, (labels) => ({ ...labels, note }));
    } catch (error) {
      throw runExists(uri.query) ? fileProblem((error as Error).message) : noRunOf(uri);
    }
    this.onSaved();
  }

  watch(): Disposable {
    return new Disposable(() => undefined);
  }

  readDirectory(): never {
    throw onlyNotes();
  }

  createDirectory(): never {
    throw onlyNotes();
  }

  delete(): never {
    throw onlyNotes();
  }

  rename(): never {
    throw onlyNotes();
  }

  /**
   * Reports changed notes to the editor, since another window or a terminal may have changed them. A note that can no
   * longer be read is reported as deleted.
   */
  private look(): void {
    const before = [...this.known].map(([address, { changed }]) => ({ uri: Uri.parse(address), changed }));
    const events = before.flatMap(({ uri, changed }) => {
      try {
        return this.read(uri).changed === changed ? [] : [{ type: FileChangeType.Changed, uri }];
      } catch {
        this.known.delete(uri.toString());
        return [{ type: FileChangeType.Deleted, uri }];
      }
    });
    if (events.length > 0) this.changed.fire(events);
  }

  /** The note at an address. @throws FileSystemError if the run is gone or its labels cannot be read */
  private read(uri: Uri): KnownNote {
    const address = uri.toString();
    const note = noteOf(uri);
    const known = this.known.get(address);
    if (known?.note === note) return known;
    const now = { note, changed: Math.max(Date.now(), (known?.changed ?? 0) + 1) };
    this.known.set(address, now);
    return now;
  }
}

function noRunOf({ query: run }: Uri) {
  return fileGone(l10n.t("The run {0} no longer exists.", basename(run)));
}

function noteOf(uri: Uri): string {
  let reading: ReturnType<typeof readLabels>;
  try {
    const folder = openRun(uri.query);
    folder.check();
    reading = readLabels(folder);
  } catch {
    throw noRunOf(uri);
  }
  if (reading.problem !== undefined) throw fileProblem(reading.problem);
  return reading.labels.note;
}

function onlyNotes(): Error {
  return fileProblem(l10n.t("This folder holds only the notes of runs."));
}
