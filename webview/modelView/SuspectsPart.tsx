import { useState } from "preact/hooks";
import type { Answers, Histories } from "../../src/protocol/modelProtocol";
import { noFilter } from "../figures/imageFilter";
import { strings } from "../strings";
import { ImagesPart } from "./ImagesPart";
import type { ModelViewProps } from "./ModelHeader";

/** The training images whose label may be wrong, the most suspect first. */
export function SuspectsPart(props: ModelViewProps & { answers: Answers; histories: Histories }) {
  const [filter, setFilter] = useState(noFilter);
  return (
    <>
      <p class="quiet suspects-hint">{strings.model.suspects.hint}</p>
      <ImagesPart {...props} filter={filter} setFilter={setFilter} order="margin" />
    </>
  );
}
