import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

/** Tabs above a panel, by the ARIA tabs pattern: Left, Right, Home and End choose a tab. */
export function Tabs<Id extends string>(props: {
  label: string;
  tabs: readonly (readonly [id: Id, title: string])[];
  chosen: Id;
  choose: (id: Id) => void;
  children: ComponentChildren;
}) {
  const list = useRef<HTMLDivElement>(null);
  const { tabs, chosen } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(([id]) => id === chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : tabs.at(to === tabs.length ? 0 : to);
    if (!next) return;
    event.preventDefault();
    props.choose(next[0]);
    list.current?.querySelector<HTMLElement>(`#tab-${next[0]}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={props.label} ref={list} onKeyDown={onKeyDown}>
        {tabs.map(([id, title]) => (
          <button
            type="button"
            role="tab"
            key={id}
            id={`tab-${id}`}
            aria-selected={id === chosen}
            aria-controls="tab-panel"
            tabIndex={id === chosen ? 0 : -1}
            onClick={() => props.choose(id)}
          >
            {title}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${chosen}`}>
        {props.children}
      </div>
    </>
  );
}
