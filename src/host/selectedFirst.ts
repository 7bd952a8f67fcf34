/**
 * The folders of a workspace, with the selected one first and the others in their order.
 * @param selected the URI of the selected folder; without effect if no folder has it
 */
export function selectedFirst<T extends { uri: { toString(): string } }>(
  folders: readonly T[],
  selected: string | undefined,
): readonly T[] {
  const isSelected = ({ uri }: T) => uri.toString() === selected;
  return [...folders.filter(isSelected), ...folders.filter((folder) => !isSelected(folder))];
}
