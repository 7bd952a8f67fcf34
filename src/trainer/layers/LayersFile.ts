import { AppendFile } from "../../files/AppendFile";
import type { Folder } from "../../files/Folder";
import type { LayerRecord } from "../../runs/layers/LayerRecord";
import { encodeLayers } from "../../runs/layers/layersFile";
import { LAYERS } from "../../runs/runFiles";

/** The file `layers.jsonl`, with what a run records of its layers. */
export class LayersFile {
  /** All lines that the file is to have. */
  private readonly lines: Buffer[];
  /**
   * Number of bytes in the file after the last write of this process that succeeded; undefined before this process has
   * written the file as a whole, and after a failure to do so.
   */
  private written: number | undefined;

  /**
   * @param kept the records of earlier processes to keep; any others in the file are removed when the first record is
   * added
   */
  constructor(
    private readonly folder: Folder,
    kept: readonly LayerRecord[],
  ) {
    this.lines = kept.map(lineOf);
  }

  /**
   * Adds a record. If the length of the file is not as this process left it, the file is written as a whole.
   * @param beforeWriting throws when the file must not be written any more
   * @throws Error of the file system; the next call then completes the file
   */
  add(record: LayerRecord, beforeWriting: () => void): void {
    const line = lineOf(record);
    this.lines.push(line);
    beforeWriting();
    if (!this.append(line)) this.complete(beforeWriting);
  }

  /** Writes the file as a whole. @throws as {@link add} does */
  complete(beforeWriting: () => void): void {
    this.written = undefined;
    this.folder.replace(LAYERS, Buffer.concat(this.lines), { beforeWriting });
    this.written = this.lines.reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * Appends a line. @returns false if the length of the file is not as this process left it, or if the disk took only a
   * part of the line
   */
  private append(line: Buffer): boolean {
    if (this.written === undefined) return false;
    const file = new AppendFile(this.folder, LAYERS);
    try {
      if (file.size !== this.written || file.write(line) !== line.length) return false;
      this.written += line.length;
      return true;
    } finally {
      file.close();
    }
  }
}

function lineOf(record: LayerRecord): Buffer {
  return Buffer.from(encodeLayers(record));
}
