import type { DashboardAction, SettingChip, Surroundings } from "../../src/protocol/dashboardProtocol";
import type { RunState } from "../../src/runs/RunState";
import { configInForce } from "../../src/runs/trainedConfig";
import { strings } from "../strings";
import { Icon } from "./Icon";
import { RunConfigLine } from "./RunConfigLine";

/**
 * The workspace folder of runs and settings if there are several, the next run's settings as chips that open the
 * Settings editor, a sentence about each invalid one, and the hyperparameters of the run on display as {@link RunConfigLine} states them.
 */
export function Settings(props: {
  surroundings: Surroundings;
  run: RunState | undefined;
  request: (action: DashboardAction) => void;
}) {
  const { settings, nextConfig, workspaceFolder } = props.surroundings;
  const config = props.run && configInForce(props.run);
  const problems = settings.filter(({ problem }) => problem !== undefined);
  return (
    <section class="settings">
      <header>
        <h2>{strings.settings.title}</h2>
        <button type="button" class="link" onClick={() => props.request({ kind: "openSettings" })}>
          {strings.settings.all}
        </button>
      </header>
      {workspaceFolder !== undefined && (
        <p class="quiet">
          {strings.settings.workspaceFolder(workspaceFolder)}{" "}
          <button type="button" class="link" onClick={() => props.request({ kind: "selectWorkspaceFolder" })}>
            {strings.settings.selectFolder}
          </button>
        </p>
      )}
      <ul class="chips">
        {settings.map((chip) => (
          <li key={chip.id}>
            <Chip chip={chip} open={() => props.request({ kind: "openSetting", id: chip.id })} />
          </li>
        ))}
      </ul>
      {problems.length > 0 && (
        <ul class="setting-problems">
          {problems.map(({ id, problem }) => (
            <li key={id} id={problemId(id)}>
              <Icon name="failed" />
              {problem}
            </li>
          ))}
        </ul>
      )}
      {config && <RunConfigLine config={config} next={nextConfig} />}
    </section>
  );
}

/** The id of the element with the sentence about an invalid setting. */
function problemId(setting: string): string {
  return `problem-${setting}`;
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
      aria-describedby={problem && problemId(chip.id)}
      onClick={open}
    >
      {problem && <Icon name="failed" />}
      <span class="chip-label">{label}</span> <span class="chip-value">{value}</span>
      {changed && !problem && <span class="visually-hidden">, {words.changed}</span>}
    </button>
  );
}
