import { strings } from "../strings";
import { Button } from "../toolkit";
import { Icon } from "./Icon";

/** Begins the next run. */
export function TrainButton({ disabled, train }: { disabled: boolean; train: () => void }) {
  return (
    <Button appearance="primary" disabled={disabled} onClick={train}>
      <Icon name="train" slot="start" />
      {strings.train}
    </Button>
  );
}
