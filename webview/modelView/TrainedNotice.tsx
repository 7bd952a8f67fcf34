import { Icon } from "../components/Icon";
import { strings } from "../strings";
import { Button } from "../toolkit";
import type { ModelViewProps } from "./ModelHeader";

/**
 * The training that was begun with this run's configuration and without marked images: its name, its status, and what
 * can be done with it. Empty without such a training.
 */
export function TrainedNotice({ data, run, setState }: Pick<ModelViewProps, "data" | "run" | "setState">) {
  const { trainedWithout, runs } = data.surroundings!;
  const trained = trainedWithout?.of === run.id ? trainedWithout : undefined;
  const words = strings.model.marks;
  const isRecorded = runs.some(({ id, lastEpoch }) => id === trained?.id && lastEpoch !== undefined);
  return (
    // This element is always present: not every screen reader reads an element that appears together with its text.
    <div class="trained-notice" aria-live="polite">
      {trained && (
        <div class="card notice">
          <Icon name="info" />
          <div>
            <p>{words.trained[trained.status](trained.name, strings.model.images(trained.images))}</p>
            <div class="notice-buttons">
              {isRecorded && trained.status !== "training" && (
                <Button
                  appearance="primary"
                  onClick={() =>
                    setState({ part: "confusion", set: "test", comparison: { runId: trained.id } })
                  }
                >
                  <span class="label">{words.compare}</span>
                </Button>
              )}
              <Button appearance="secondary" onClick={() => data.showInLive(trained.id)}>
                <span class="label">{words.showInLive}</span>
              </Button>
              <Button appearance="secondary" onClick={() => data.dismissTrainedWithout()}>
                <span class="label">{words.dismiss}</span>
              </Button>
            </div>
          </div>
        </div>
      )}
    </div>
  );
}
