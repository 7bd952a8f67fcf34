import type { DashboardAction, SettingChip, Surroundings } from "../../src/protocol/dashboardProtocol";
import type { RunState } from "../../src/runs/RunState";
import { configInForce } from "../../src/runs/trainedConfig";
import { strings } from "../strings";
import { Icon } from "./Icon";
import { RunConfigLine } from "./RunConfigLine";

/**
 * The next run's settings as chips that open the Settings editor, and the hyperparameters of the run on display as
 * {@link RunConfigLine} states them.
 */
export function Settings(props: {
  surroundings: Surroundings;
  run: RunState | undefined;
  request: (action: DashboardAction) => void;
}) {
  const { settings, nextConfig } = props.surroundings;
  const config = props.run && configInForce(props.run);
  return (
    <section class="settings">
      <header>
        <h2>{strings.settings.title}</h2>
        <button type="button" class="link" onClick={() => props.request({ kind: "openSettings" })}>
          {strings.settings.all}
        </button>
      </header>
      <ul class="chips">
        {settings.map((chip) => (
          <li key={chip.id}>
            <Chip chip={chip} open={() => props.request({ kind: "openSetting", id: chip.id })} />
          </li>
        ))}
      </ul>
      {config && <RunConfigLine config={config} next={nextConfig} />}
    </section>
  );
}

function Chip({ chip, open }: { chip: SettingChip; open: () => void }) {
  const { label, value, changed, problem } = chip;
  const { settings: words } = strings;
  const title = problem ?? (changed ? words.openChanged : words.open);
  return (
    <button
      type="button"
      class={`chip ${problem ? "invalid" : changed ? "changed" : ""}`}
      data-setting={chip.id}
      title={title}
      onClick={open}
    >
      {problem && <Icon name="failed" />}
      <span class="chip-label">{label}</span> <span class="chip-value">{value}</span>
      {problem ? (
        <span class="visually-hidden">, {problem}</span>
      ) : (
        changed && <span class="visually-hidden">, {words.changed}</span>
      )}
    </button>
  );
}
