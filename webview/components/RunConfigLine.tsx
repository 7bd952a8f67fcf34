import type { RunConfig } from "../../src/runs/RunConfig";
import { runHyperparameters } from "../figures/configText";
import { strings } from "../strings";

/**
 * The hyperparameters of the run on display that {@link runHyperparameters} chooses: those that differ from the
 * settings, or a fixed selection while a setting is invalid.
 */
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
