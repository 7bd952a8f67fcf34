import { strings } from "../strings";
import { DataPart } from "./DataPart";
import type { ModelData } from "./ModelData";
import { Refused, Trouble } from "./Refused";
import { RunModel } from "./RunModel";
import { useKept } from "./useKept";

/** The Model view: the parts for a run, or why there is no run to show. */
export function Model({ data }: { data: ModelData }) {
  return (
    <main class="dashboard model">
      <Content data={data} />
    </main>
  );
}

function Content({ data }: { data: ModelData }) {
  const { surroundings, unreachable } = data;
  const words = strings.model;
  const run = data.run(surroundings?.runId);
  const answer = run && data.facts.get(run.id);
  // While the facts are requested again, the former facts stay.
  const facts = useKept(answer?.value, run?.id);
  if (unreachable && !surroundings)
    return <Trouble message={strings.unreachable} again={() => void data.refresh()} />;
  if (!surroundings || (!run && !surroundings.isWhole)) return <p class="quiet">{words.loading}</p>;
  if (!run)
    return (
      <>
        <h1>{words.parts.data}</h1>
        <p class="quiet">{surroundings.runId ? words.gone : words.noRun}</p>
        <DataPart data={data} />
      </>
    );
  if (answer?.refusal)
    return (
      <>
        <h1 title={run.name}>{run.name}</h1>
        <Refused data={data} refusal={answer.refusal} />
      </>
    );
  if (!facts) return <p class="quiet">{words.loading}</p>;
  return <RunModel key={run.id} data={data} run={run} facts={facts} />;
}
