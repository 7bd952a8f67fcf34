/**
 * The functions that pass texts to VS Code's window. They make the texts inert first, since VS Code would turn parts of
 * some texts into links and icons.
 */
import {
  ColorThemeKind,
  type Command,
  type Disposable,
  LogLevel as EditorLogLevel,
  FileSystemError,
  type MessageItem,
  ProgressLocation,
  StatusBarAlignment,
  type StatusBarItem,
  TreeItem,
  type TreeView,
  Uri,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import { inEditor, inText } from "../runs/inert";
import type { ThemeKind } from "../runs/runPalette";
import { shortened } from "../text/quotation";
import { type LogEntry, type LogLevel, withoutCredentials } from "./logEntry";
import type { MarkdownText } from "./MarkdownText";
import { selectedFolder } from "./workspaceFolders";

/**
 * Largest number of characters of a message. VS Code would cut off the end of a longer message, and the end states what
 * to do.
 */
const longestMessage = 600;
/** Largest number of characters of a text that {@link showBriefly} shows. */
const longestBrief = 60;

/** A question stays open when it loses the focus, since VS Code's trees take the focus when they are refreshed. */
const staysOpen = true;

/** The functions that register views. They show no text. */
export const views: Pick<
  typeof window,
  "createTreeView" | "registerWebviewPanelSerializer" | "registerWebviewViewProvider"
> = window;

export function themeKind(): ThemeKind {
  switch (window.activeColorTheme.kind) {
    case ColorThemeKind.Light:
      return "light";
    case ColorThemeKind.Dark:
      return "dark";
    case ColorThemeKind.HighContrast:
      return "highContrast";
    case ColorThemeKind.HighContrastLight:
      return "highContrastLight";
  }
}

/** Shows a text beside the title of a view. @param text undefined for none */
export function describeView(view: TreeView<unknown>, text: string | undefined): void {
  view.description = text && inEditor(text);
}

export function onThemeChange(changed: () => void): Disposable {
  return window.onDidChangeActiveColorTheme(changed);
}

/** Shows a notification. @returns the button that was clicked; undefined when the notification was closed */
export function showInformation(message: string, ...buttons: string[]): Promise<string | undefined> {
  return show((text, items) => window.showInformationMessage(text, ...items), message, buttons);
}

/** Time (ms) for which the status bar shows a text. */
const BRIEF_MS = 5000;

/** Shows a text in the status bar for {@link BRIEF_MS}. */
export function showBriefly(message: string): void {
  window.setStatusBarMessage(inEditor(shortened(message, longestBrief)), BRIEF_MS);
}

/** Shows a warning. @returns as {@link showInformation} */
export function showWarning(message: string, ...buttons: string[]): Promise<string | undefined> {
  return show((text, items) => window.showWarningMessage(text, ...items), message, buttons);
}

/** Shows an error. @returns as {@link showInformation} */
export function showError(message: string, ...buttons: string[]): Promise<string | undefined> {
  return show((text, items) => window.showErrorMessage(text, ...items), message, buttons);
}

/** Asks a question in a modal dialog. @returns as {@link showInformation} */
export function askModally(question: string, ...buttons: string[]): Promise<string | undefined> {
  return show((text, items) => window.showWarningMessage(text, { modal: true }, ...items), question, buttons);
}

interface Button extends MessageItem {
  /** The label as the caller gave it, before it was made inert. The caller compares the answer with this label. */
  given: string;
}

async function show(
  showMessage: (text: string, items: Button[]) => Thenable<Button | undefined>,
  message: string,
  buttons: string[],
): Promise<string | undefined> {
  const items = buttons.map((given) => ({ title: inEditor(given), given }));
  return (await showMessage(inEditor(shortened(message, longestMessage)), items))?.given;
}

/** A notification with progress, which `close` closes. */
export interface ProgressNotification {
  report(message: string): void;
  close(): void;
}

export function showProgress(title: string, onCancel: () => void): ProgressNotification {
  let report: ProgressNotification["report"] = () => undefined;
  let close: ProgressNotification["close"] = () => undefined;
  const options = { location: ProgressLocation.Notification, title: inEditor(title), cancellable: true };
  void window.withProgress(options, (progress, cancellation) => {
    report = (message) => progress.report({ message: inEditor(message) });
    cancellation.onCancellationRequested(onCancel);
    return new Promise<void>((resolve) => {
      close = resolve;
    });
  });
  return { report: (message) => report(message), close: () => close() };
}

/** An output channel with levels. The user chooses the lowest level that is shown. */
export interface LogChannel {
  write(entry: LogEntry): void;
  show(): void;
  dispose(): void;
}

const editorLevels: Record<LogLevel, EditorLogLevel> = {
  trace: EditorLogLevel.Trace,
  debug: EditorLogLevel.Debug,
  info: EditorLogLevel.Info,
  warn: EditorLogLevel.Warning,
  error: EditorLogLevel.Error,
};

/** Opens an output channel. {@link withoutCredentials} is applied to all entries. */
export function openLog(name: string): LogChannel {
  const channel = window.createOutputChannel(name, { log: true });
  const isWritten = (level: LogLevel) =>
    channel.logLevel !== EditorLogLevel.Off && editorLevels[level] >= channel.logLevel;
  return {
    write: ({ level, text }) => {
      if (isWritten(level)) channel[level](inText(withoutCredentials(text)));
    },
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}

/** An item of a quick pick. */
export interface Choice {
  label: string;
  /** A codicon before the label, for example `debug-stop`. */
  icon?: string;
  description?: string;
  detail?: string;
}

/** Shows a quick pick. @returns the item that was picked; undefined when the question was closed */
export async function pick<T extends Choice>(
  choices: readonly T[],
  question: { title?: string; placeHolder: string },
): Promise<T | undefined> {
  const items = choices.map((given) => ({
    label: withIcon(given.icon, given.label),
    description: given.description && inEditor(given.description),
    detail: given.detail && inEditor(given.detail),
    given,
  }));
  const options = {
    title: question.title && inEditor(question.title),
    placeHolder: inEditor(question.placeHolder),
    ignoreFocusOut: staysOpen,
  };
  return (await window.showQuickPick(items, options))?.given;
}

/**
 * Asks for a text.
 * @param question `value` is the initial text, which is shown unchanged; `validate` returns one sentence about what is
 * wrong with a text
 * @returns the text; undefined when the question was closed
 */
export async function askText(question: {
  title: string;
  prompt: string;
  value: string;
  validate: (text: string) => string | undefined;
}): Promise<string | undefined> {
  const { title, prompt, value, validate } = question;
  return window.showInputBox({
    title: inEditor(title),
    prompt: inEditor(prompt),
    value,
    ignoreFocusOut: staysOpen,
    validateInput: (text) => {
      const problem = validate(text);
      return problem && inEditor(problem);
    },
  });
}

/** Asks for a folder. @returns the path of the chosen folder; undefined when the question was closed */
export async function askFolder(question: { title: string; openLabel: string }): Promise<string | undefined> {
  const folders = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: inEditor(question.title),
    openLabel: inEditor(question.openLabel),
  });
  return folders?.[0]?.fsPath;
}

/** Asks for a file. @returns its address; undefined when the question was closed */
export async function askOpenFile(question: {
  title: string;
  openLabel: string;
  /** The file extensions without a dot, by the label of the kind of files. */
  filters: Record<string, string[]>;
}): Promise<Uri | undefined> {
  const files = await window.showOpenDialog({
    title: inEditor(question.title),
    openLabel: inEditor(question.openLabel),
    filters: Object.fromEntries(
      Object.entries(question.filters).map(([name, endings]) => [inEditor(name), endings]),
    ),
    defaultUri: selectedFolder()?.uri,
  });
  return files?.[0];
}

/** Asks where to save a file. @returns its path; undefined when the question was closed */
export async function askSaveFile(question: { title: string; name: string }): Promise<string | undefined> {
  const folder = selectedFolder()?.uri;
  const file = await window.showSaveDialog({
    title: inEditor(question.title),
    defaultUri: folder && Uri.joinPath(folder, question.name),
  });
  return file?.fsPath;
}

/** An item on the left of the status bar. It is hidden at first. */
export class StatusBarText {
  private readonly item: StatusBarItem;

  /** @param name shown in the context menu of the status bar */
  constructor(id: string, name: string, priority: number) {
    this.item = window.createStatusBarItem(id, StatusBarAlignment.Left, priority);
    this.item.name = inEditor(name);
  }

  show(state: { icon: string; text: string; tooltip: string; command: Command | undefined }): void {
    this.item.text = withIcon(state.icon, state.text);
    this.item.tooltip = inEditor(state.tooltip);
    this.item.accessibilityInformation = { label: this.item.tooltip, role: "button" };
    this.item.command = state.command;
    this.item.show();
  }

  hide(): void {
    this.item.hide();
  }

  dispose(): void {
    this.item.dispose();
  }
}

/**
 * An item of a tree.
 * @param texts `spoken` is read by a screen reader
 */
export function treeItem(texts: {
  label: string;
  description: string;
  tooltip: MarkdownText;
  spoken: string;
}): TreeItem {
  const item = new TreeItem(inEditor(texts.label));
  item.description = inEditor(texts.description);
  item.tooltip = texts.tooltip.markdown;
  item.accessibilityInformation = { label: inEditor(texts.spoken) };
  return item;
}

/** The error of a file system provider for a file that cannot be read or written. The editor shows the sentence. */
export function fileProblem(sentence: string): Error {
  return FileSystemError.NoPermissions(inEditor(sentence));
}

/** The error of a file system provider for a file that is gone. */
export function fileGone(sentence: string): Error {
  return FileSystemError.FileNotFound(inEditor(sentence));
}

/** Opens a text that is stored as UTF-8 in an editor tab. The setting `files.encoding` does not apply to the text. */
export async function showDocument(uri: Uri): Promise<void> {
  const document = await workspace.openTextDocument(uri, { encoding: "utf8" });
  await window.showTextDocument(document, { preview: false });
}

export function createPanel(
  viewType: string,
  title: string,
  place: Parameters<typeof window.createWebviewPanel>[2],
): WebviewPanel {
  return window.createWebviewPanel(viewType, inEditor(title), place);
}

function withIcon(icon: string | undefined, text: string): string {
  return icon === undefined ? inEditor(text) : `$(${icon}) ${inEditor(text)}`;
}
