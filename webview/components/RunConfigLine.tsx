import type { RunConfig } from "../../src/runs/RunConfig";
import { runHyperparameters } from "../figures/configText";
import { strings } from "../strings";

/** What the figures above were trained with, where that is not what the chips say. */
export function RunConfigLine({ config, next }: { config: RunConfig; next: RunConfig | undefined }) {
  const { settings: words } = strings;
  const shown = runHyperparameters(config, next);
  if (shown.length === 0) return <p class="quiet">{words.runIsSame}</p>;
  return (
    <div class="run-config quiet">
      <p>{next ? words.runDiffers : words.runUses}</p>
      <ul>
        {shown.map(({ label, value }) => (
          <li key={label}>
            {label} <b>{value}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
