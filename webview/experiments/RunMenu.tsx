import { Fragment } from "preact";
import type { ExperimentRow, ExperimentsAction } from "../../src/protocol/experimentsProtocol";
import { strokeOf } from "../../src/runs/runColours";
import { paletteSize } from "../../src/runs/runPalette";
import { RunSwatch } from "../components/RunSwatch";
import { strings } from "../strings";
import { Popup } from "./Popup";

/** The label of an item, and what it does. */
type Item = readonly [label: string, choose: () => void];

/** The menu of the actions on one run or on several, at a place of the page (pixels). */
export function RunMenu(props: {
  place: { x: number; y: number };
  runs: readonly ExperimentRow[];
  baseline: string | undefined;
  setBaseline: (id: string | undefined) => void;
  request: (action: ExperimentsAction) => void;
  compare: () => void;
  /** Whether the charts draw all of the runs. */
  isDrawn: boolean;
  setDrawn: (isDrawn: boolean) => void;
  drawOnly: () => void;
  editTags: () => void;
  openExport: () => void;
  close: () => void;
}) {
  const { runs, request, baseline } = props;
  const words = strings.experiments.menu;
  const runIds = runs.map(({ id }) => id);
  const [first] = runs;
  if (!first) return null;
  const isOne = runs.length === 1;
  const { id: runId } = first;
  const allStarred = runs.every(({ labels }) => labels.starred);
  const allArchived = runs.every(({ labels }) => labels.archived);
  const isBaseline = baseline === runId;
  const groups: (Item | false)[][] = [
    [
      isOne && [words.show, () => request({ kind: "show", runId })],
      isOne && [words.openModel, () => request({ kind: "openModel", runId })],
      !isOne && [words.compare, props.compare],
      [words.drawOnly(runs.length), props.drawOnly],
      [props.isDrawn ? words.hide : words.draw, () => props.setDrawn(!props.isDrawn)],
    ],
    [
      isOne && [words.rename, () => request({ kind: "askName", runId })],
      [allStarred ? words.unstar : words.star, () => request({ kind: "star", runIds, on: !allStarred })],
      [words.tags, props.editTags],
      isOne && [words.note, () => request({ kind: "editNote", runId })],
      isOne && [
        isBaseline ? words.noBaseline : words.baseline,
        () => props.setBaseline(isBaseline ? undefined : runId),
      ],
    ],
    [
      isOne && [words.useSettings, () => request({ kind: "useSettings", runId })],
      isOne && [words.copyCommand, () => request({ kind: "copyCommand", runId })],
      [words.trainAgain(runs.length), () => request({ kind: "trainAgain", runIds })],
      isOne && [words.fork, () => request({ kind: "fork", runId })],
      [words.export, props.openExport],
    ],
    [
      [
        allArchived ? words.unarchive : words.archive,
        () => request({ kind: "archive", runIds, on: !allArchived }),
      ],
      [words.delete(runs.length), () => request({ kind: "delete", runIds })],
    ],
  ];
  return (
    <Popup place={props.place} class="run-menu" label={words.title} role="menu" close={props.close}>
      {groups.map((items, index) => (
        <Fragment key={index}>
          {index > 0 && <hr />}
          {items.map(
            (item) =>
              item && (
                <button
                  type="button"
                  role="menuitem"
                  tabIndex={-1}
                  key={item[0]}
                  onClick={() => {
                    props.close();
                    item[1]();
                  }}
                >
                  {item[0]}
                </button>
              ),
          )}
        </Fragment>
      ))}
      {isOne && <hr />}
      {isOne && (
        <div class="colour-choice" role="group" aria-label={words.colour}>
          {Array.from({ length: paletteSize }, (_, color) => (
            <button
              type="button"
              role="menuitemradio"
              tabIndex={-1}
              key={color}
              aria-checked={strokeOf(first).colour === color}
              aria-label={words.colourOf(color + 1)}
              title={words.colourOf(color + 1)}
              onClick={() => {
                props.close();
                request({ kind: "color", runId, color });
              }}
            >
              <RunSwatch colour={color} dash={0} />
            </button>
          ))}
        </div>
      )}
    </Popup>
  );
}
