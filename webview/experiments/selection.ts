/** The runs that are selected in the table, and the run from which Shift extends a range. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** The id of the run from which Shift extends a range: usually the run that was chosen last without Shift. */
  anchor?: string;
}

export const nothing: Selection = { ids: new Set() };

/** Selects one run alone. */
export function only(id: string): Selection {
  return { ids: new Set([id]), anchor: id };
}

/** Adds a run to the selection, or removes it if it is selected. */
export function toggle({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/**
 * Selects the runs from the anchor to a run, in the order of the table. Without an anchor in the table, selects only
 * that run.
 */
export function extend({ anchor }: Selection, id: string, order: readonly string[]): Selection {
  const from = anchor === undefined ? -1 : order.indexOf(anchor);
  const to = order.indexOf(id);
  if (from === -1 || to === -1) return only(id);
  return { ids: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)), anchor };
}

export function all(order: readonly string[], anchor?: string): Selection {
  return { ids: new Set(order), anchor: anchor ?? order[0] };
}

/**
 * Removes runs that are no longer listed from a selection.
 * @returns the same object if all its runs are listed
 */
export function present(selection: Selection, ids: ReadonlySet<string>): Selection {
  const left = [...selection.ids].filter((id) => ids.has(id));
  return left.length === selection.ids.size ? selection : { ...selection, ids: new Set(left) };
}
