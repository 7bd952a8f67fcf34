import { type Shape, statusShapes } from "../../src/runs/statusShapes";

/** The icons of the views, except {@link statusShapes}. Each has the current colour and a size of 16 × 16 units. */
const shapes = {
  warning: (
    <>
      <path d="M8 2.2 14.3 13.5H1.7Z" class="stroke" />
      <path d="M8 6.4v3.4" class="stroke" />
      <circle cx="8" cy="11.7" r=".8" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6.25" class="stroke" />
      <path d="M8 7.4v3.8" class="stroke" />
      <circle cx="8" cy="5.1" r=".85" />
    </>
  ),
  train: <path d="M4.5 2.6v10.8L13 8Z" />,
  pause: <path d="M4 3h2.8v10H4Zm5.2 0H12v10H9.2Z" />,
  resume: <path d="M2.6 3h2.2v10H2.6ZM6.6 2.8v10.4L14 8Z" />,
  step: <path d="M3.4 2.8v10.4L10.4 8Zm7.6.2h2.2v10H11Z" />,
  learningRate: (
    <>
      <path d="M2.2 4.8h6.6m3.2 0h1.8M2.2 11.2H4m3.2 0h6.6" class="stroke" />
      <circle cx="10.4" cy="4.8" r="1.6" class="stroke" />
      <circle cx="5.6" cy="11.2" r="1.6" class="stroke" />
    </>
  ),
  more: <path d="M8 3.2v9.6M3.2 8h9.6" class="stroke" />,
  ellipsis: (
    <>
      <circle cx="3" cy="8" r="1.3" />
      <circle cx="8" cy="8" r="1.3" />
      <circle cx="13" cy="8" r="1.3" />
    </>
  ),
  eye: (
    <>
      <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8Z" class="stroke" />
      <circle cx="8" cy="8" r="2" />
    </>
  ),
  eyeClosed: (
    <path d="M1.5 7S4 10.8 8 10.8 14.5 7 14.5 7M4 10l-1 1.6M8 10.8v1.9m4-2.7 1 1.6" class="stroke" />
  ),
  star: <path d="m8 1.6 1.95 4.1 4.5.6-3.3 3.1.85 4.45L8 11.65l-4 2.2.85-4.45-3.3-3.1 4.5-.6Z" />,
  starEmpty: (
    <path d="m8 2.3 1.75 3.7 4.05.5-3 2.8.77 4L8 11.3l-3.57 2 .77-4-3-2.8 4.05-.5Z" class="stroke" />
  ),
  chevronLeft: <path d="M10 3.5 5.5 8l4.5 4.5" class="stroke" />,
  chevronRight: <path d="m6 3.5 4.5 4.5L6 12.5" class="stroke" />,
  chevronDown: <path d="m3.5 6 4.5 4.5L12.5 6" class="stroke" />,
  arrowUp: <path d="M8 13V3.4M4.2 7 8 3.2 11.8 7" class="stroke" />,
  arrowDown: <path d="M8 3v9.6M4.2 9 8 12.8 11.8 9" class="stroke" />,
  maximise: <path d="M9.2 2.6h4.2v4.2M13.2 2.8 9.4 6.6M6.8 13.4H2.6V9.2m.2 4 3.8-3.8" class="stroke" />,
  restore: <path d="M13.4 6.8H9.2V2.6m.2 4 3.8-3.8M2.6 9.2h4.2v4.2m-.2-4-3.8 3.8" class="stroke" />,
  close: <path d="m3.8 3.8 8.4 8.4m0-8.4-8.4 8.4" class="stroke" />,
  compare: <path d="M2 2.8h4.6v10.4H2Zm7.4 0H14v10.4H9.4Z" class="stroke" />,
  columns: <path d="M2 2.8h12v10.4H2Zm4 0v10.4m4-10.4v10.4" class="stroke" />,
  export: <path d="M8 10V2.4M5 5.2 8 2.2l3 3M3 8.4v5.2h10V8.4" class="stroke" />,
  trash: (
    <path d="M2.6 4h10.8M6 3.8V2.2h4v1.6M4 4.2l.6 9.6h6.8l.6-9.6M6.6 6.6v4.8m2.8-4.8v4.8" class="stroke" />
  ),
  baseline: <path d="M4 14V2.2M4 3h8.6l-2 2.8 2 2.8H4" class="stroke" />,
  archive: <path d="M2 3h12v3H2Zm1 3v7.2h10V6M6.4 8.6h3.2" class="stroke" />,
  stop: <rect x="3.5" y="3.5" width="9" height="9" rx="1.2" />,
} as const;

export type IconName = keyof typeof shapes | keyof typeof statusShapes;

export function Icon({ name, slot }: { name: IconName; slot?: string }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" slot={slot}>
      {name in statusShapes ? (
        <StatusSign {...statusShapes[name as keyof typeof statusShapes]} />
      ) : (
        shapes[name as keyof typeof shapes]
      )}
    </svg>
  );
}

function StatusSign({ outline, dash, detail, area }: Shape) {
  return (
    <>
      <path d={outline} class="stroke" stroke-dasharray={dash} />
      {detail && <path d={detail} class="stroke" />}
      {area && <path d={area} />}
    </>
  );
}
