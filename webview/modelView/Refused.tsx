import { dataNotFound } from "../../src/protocol/modelProtocol";
import { Icon } from "../components/Icon";
import { strings } from "../strings";
import { Button } from "../toolkit";
import type { Refusal } from "./Answered";
import type { ModelData } from "./ModelData";

/** Why the host refused a request, with what the user can do. */
export function Refused({ data, refusal }: { data: ModelData; refusal: Refusal }) {
  return (
    <Trouble
      message={refusal.message}
      again={() => data.askAgain()}
      choose={refusal.code === dataNotFound ? () => void data.chooseData() : undefined}
    />
  );
}

/** A sentence about a failure, with what the user can do. */
export function Trouble(props: { message: string; again: () => void; choose?: (() => void) | undefined }) {
  return (
    <div class="card notice failure" role="alert">
      <Icon name="failed" />
      <div>
        <p>{props.message}</p>
        <div class="notice-buttons">
          {props.choose && (
            <Button appearance="primary" onClick={props.choose}>
              <span class="label">{strings.actions.chooseDataFolder}</span>
            </Button>
          )}
          <Button appearance="secondary" onClick={props.again}>
            <span class="label">{strings.tryAgain}</span>
          </Button>
        </div>
      </div>
    </div>
  );
}
