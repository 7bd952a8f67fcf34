import { useState } from "preact/hooks";
import { hasValidation } from "../../src/runs/bestEpoch";
import { percentage } from "../../src/runs/figures";
import { isEnded, type RunState } from "../../src/runs/RunState";
import * as format from "../figures/format";
import type { Mark } from "../figures/marks";
import { strings } from "../strings";
import { MarksTable } from "./MarksTable";
import { ScrollRegion } from "./ScrollRegion";

/** Largest number of epochs in the table. A longer table is slow to lay out. */
const mostRows = 200;

/**
 * The charts as tables: the figures of the latest {@link mostRows} epochs, the latest first, then the marks of the run
 * (see {@link Mark}).
 */
export function EpochTable({ run, marks }: { run: RunState; marks: readonly Mark[] }) {
  const { table } = strings;
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="card epoch-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{table.title}</summary>
      {isOpen &&
        (run.epochs.length === 0 ? (
          <p class="quiet">{isEnded(run) ? table.none : table.empty}</p>
        ) : (
          <Rows run={run} />
        ))}
      {isOpen && marks.length > 0 && <MarksTable marks={marks} />}
    </details>
  );
}

function Rows({ run }: { run: RunState }) {
  const { table } = strings;
  const rows = run.epochs.slice(-mostRows).reverse();
  const validates = hasValidation(run);
  return (
    <ScrollRegion label={table.caption}>
      <table>
        <caption class="visually-hidden">{table.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{table.epoch}</th>
            {validates && (
              <>
                <th scope="col">{table.validationLoss}</th>
                <th scope="col">{table.validationAccuracy}</th>
              </>
            )}
            <th scope="col">{table.testLoss}</th>
            <th scope="col">{table.testAccuracy}</th>
            <th scope="col">{table.trainLoss}</th>
            <th scope="col">{table.trainAccuracy}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((epoch) => (
            <tr key={epoch.epoch} class={epoch.epoch === run.best?.epoch ? "best" : ""}>
              <th scope="row">
                {format.integer(epoch.epoch)}
                {epoch.epoch === run.best?.epoch && (
                  <span class="mark"> {validates ? table.bestByValidation : table.best}</span>
                )}
              </th>
              {validates && (
                <>
                  <td>{format.loss(epoch.validationLoss)}</td>
                  <td>
                    {epoch.validationAccuracy === undefined
                      ? strings.none
                      : percentage(epoch.validationAccuracy)}
                  </td>
                </>
              )}
              <td>{format.loss(epoch.testLoss)}</td>
              <td>{percentage(epoch.testAccuracy)}</td>
              <td>{format.loss(epoch.trainLoss)}</td>
              <td>{percentage(epoch.trainAccuracy)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length < run.epochs.length && (
        <p class="quiet">{table.latest(format.integer(rows.length), format.integer(run.epochs.length))}</p>
      )}
    </ScrollRegion>
  );
}
