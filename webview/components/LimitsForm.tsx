import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ChartKind } from "../figures/chartKinds";
import { type Limits, readNumber } from "../figures/yAxis";
import { strings } from "../strings";
import { IconButton } from "./IconButton";

/**
 * The form for the limits of a chart's y axis. Enter in a field sets the limits, if they are valid. Escape closes the
 * form without a change. An end of the axis whose field is empty is fitted to the values.
 */
export function LimitsForm(props: {
  kind: ChartKind;
  limits: Limits;
  /** Called with `undefined` if both fields are empty. */
  set: (limits: Limits | undefined) => void;
  close: () => void;
}) {
  const { limits } = props;
  const words = strings.runsChart.limits;
  const [texts, setTexts] = useState({ min: textOf(limits.min), max: textOf(limits.max) });
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    first.current?.focus();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  const isShare = props.kind.possible[1] === 1;
  function textOf(value: number | undefined): string {
    if (value === undefined) return "";
    return isShare ? `${Number((100 * value).toPrecision(12))}%` : String(value);
  }
  const [min, max] = [readNumber(texts.min), readNumber(texts.max)];
  const isWrong =
    (texts.min.trim() !== "" && min === undefined) ||
    (texts.max.trim() !== "" && max === undefined) ||
    (min !== undefined && max !== undefined && min >= max);
  const given = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  const set = () => {
    if (!isWrong) props.set(Object.keys(given).length > 0 ? given : undefined);
  };
  const field = (end: keyof Limits, label: string) => (
    <label>
      <span>{label}</span>
      <input
        ref={end === "min" ? first : undefined}
        type="text"
        inputMode="decimal"
        value={texts[end]}
        aria-invalid={isWrong}
        placeholder={words.automatic}
        onInput={(event) => setTexts({ ...texts, [end]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a webview submits no form.
    <div
      class="limits-form"
      role="group"
      aria-label={words.title}
      onKeyDown={(event) => {
        const isEnter = event.key === "Enter" && event.target instanceof HTMLInputElement;
        if (!isEnter && event.key !== "Escape") return;
        // Without `preventDefault`, Enter would also press the button that gets the focus when the form closes, and
        // Escape would also restore a chart that fills the view.
        event.preventDefault();
        if (isEnter) set();
        else props.close();
      }}
    >
      {field("min", words.from)}
      {field("max", words.to)}
      <button type="button" class="link" disabled={isWrong} onClick={set}>
        {words.set}
      </button>
      <IconButton icon="close" label={words.close} press={props.close} />
      {isWrong && <p role="alert">{words.wrong}</p>}
    </div>
  );
}
