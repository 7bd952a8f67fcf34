import { closeSync, constants, fstatSync, openSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { Folder } from "./Folder";
import { checkedName } from "./folderEntries";
import { anotherFolder, canReachByDescriptor, throughDescriptor } from "./reachFolder";

/**
 * Opens a folder that is used for a long time. On Linux the result stands for the same folder even after this folder,
 * or a folder above it, was renamed. On other systems, and on a Linux without `/proc`, the result stands for whatever
 * folder is at the path.
 * @throws as Folder's methods do
 */
export function holdFolder(folder: Folder): Folder {
  return canReachByDescriptor ? new HeldFolder(folder) : folder;
}

/**
 * A folder that is kept open by its descriptor. After the folder was removed, the next use opens whatever folder is
 * then at the path that the removed folder had when it was first opened.
 */
class HeldFolder extends Folder {
  private descriptor: number | undefined;

  constructor({ path }: Folder) {
    super(path);
    // The paths differ if a folder above this one has become a link.
    if (this.place !== path) throw anotherFolder(path);
    this.descriptor = this.openPlace();
  }

  override get path(): string {
    return this.isThere() ? readlinkSync(`/proc/self/fd/${this.descriptor}`) : this.place;
  }

  override folder(name: string): Folder {
    return FolderWithin.of(this, checkedName(name));
  }

  override within<T>(use: (path: string) => T): T {
    if (!this.isThere()) {
      this.close();
      this.descriptor = this.openPlace();
    }
    return use(`/proc/self/fd/${this.descriptor}`);
  }

  private openPlace(): number {
    return super.within((path) => openSync(path, constants.O_RDONLY | constants.O_DIRECTORY));
  }

  /**
   * True if the descriptor is open and its folder was not removed. After a reconnection, a network disk rejects the
   * descriptors that were opened before.
   */
  private isThere(): boolean {
    try {
      return this.descriptor !== undefined && fstatSync(this.descriptor).nlink > 0;
    } catch {
      return false;
    }
  }

  override close(): void {
    if (this.descriptor === undefined) return;
    const { descriptor } = this;
    this.descriptor = undefined;
    closeSync(descriptor);
  }
}

/** A folder in a held folder. Its path changes when the held folder is renamed. */
class FolderWithin extends Folder {
  declare private readonly outer: HeldFolder;
  declare private readonly name: string;

  /** Used in place of Folder's constructor, which would fix the path: the held folder may be renamed later. */
  static of(outer: HeldFolder, name: string): FolderWithin {
    return Object.create(FolderWithin.prototype, { outer: { value: outer }, name: { value: name } });
  }

  override get path(): string {
    return join(this.outer.path, this.name);
  }

  override within<T>(use: (path: string) => T): T {
    return this.outer.within((path) => throughDescriptor(join(path, this.name), this.path, use));
  }
}
