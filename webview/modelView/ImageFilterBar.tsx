import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ModelFacts } from "../../src/protocol/modelProtocol";
import { Choice } from "../components/Choice";
import { comparedOutcomes, type ImageFilter, markFilters, noFilter, outcomes } from "../figures/imageFilter";
import { strings } from "../strings";

/** The controls that choose which images a grid shows, and in which order. */
export function ImageFilterBar(props: {
  facts: ModelFacts;
  filter: ImageFilter;
  change: (filter: ImageFilter) => void;
  /** The control that chooses the order. */
  order: ComponentChildren;
  isTrain: boolean;
  isComparing: boolean;
}) {
  const { facts, filter, change, isComparing } = props;
  const words = strings.model.grid;
  const classes = [
    ["", words.any] as const,
    ...facts.classes.map((name, index) => [String(index), name] as const),
  ];
  const ofClass = (name: "label" | "prediction" | "otherPrediction") => ({
    label: words[name],
    value: String(filter[name] ?? ""),
    options: classes,
    onChange: (value: string) => {
      const { [name]: _, ...rest } = filter;
      change(value === "" ? rest : { ...rest, [name]: Number(value) });
    },
  });
  const [from, to] = filter.confidence;
  const confidence = props.isTrain ? words.probability : words.confidence;
  const isFiltered = JSON.stringify({ ...noFilter, ...filter }) !== JSON.stringify(noFilter);
  return (
    <div class="image-filter">
      <Choice {...ofClass("label")} />
      <Choice {...ofClass("prediction")} />
      {isComparing && <Choice {...ofClass("otherPrediction")} />}
      <Choice
        label={words.outcome}
        value={filter.outcome}
        options={outcomes
          .filter((one) => isComparing || !comparedOutcomes.includes(one))
          .map((one) => [one, words.outcomes[one]] as const)}
        onChange={(outcome) => change({ ...filter, outcome })}
      />
      <Choice
        label={strings.model.marks.title}
        value={filter.mark ?? ""}
        options={[
          ["", words.any] as const,
          ...markFilters.map((one) => [one, strings.model.marks.filters[one]] as const),
        ]}
        onChange={(mark) => {
          const { mark: _, ...rest } = filter;
          change(mark === "" ? rest : { ...rest, mark });
        }}
      />
      <span class="choice">
        <span>{confidence}</span>
        <Percent
          label={words.from(confidence)}
          value={from}
          set={(one) => change({ ...filter, confidence: [one, Math.max(one, to)] })}
        />
        –
        <Percent
          label={words.to(confidence)}
          value={to}
          set={(one) => change({ ...filter, confidence: [Math.min(one, from), one] })}
        />
        %
      </span>
      {props.order}
      {isFiltered && (
        <button type="button" class="link" onClick={() => change(noFilter)}>
          {words.reset}
        </button>
      )}
    </div>
  );
}

/** A share from 0 to 1 as a field in percent. */
function Percent(props: { label: string; value: number; set: (share: number) => void }) {
  // The text while a user types. A new rendering would otherwise replace it.
  const [typed, setTyped] = useState<string>();
  return (
    <input
      type="number"
      min={0}
      max={100}
      step={5}
      aria-label={props.label}
      value={typed ?? Math.round(props.value * 100)}
      onInput={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => setTyped(undefined)}
      onChange={(event) => {
        setTyped(undefined);
        const value = event.currentTarget.valueAsNumber;
        props.set(Number.isFinite(value) ? Math.min(100, Math.max(0, value)) / 100 : props.value);
      }}
    />
  );
}
