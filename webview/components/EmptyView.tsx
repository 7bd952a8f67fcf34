import type { DashboardAction } from "../../src/protocol/dashboardProtocol";
import type { PendingKind } from "../PendingActions";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { ActionButton } from "./ActionButton";
import { useBodyData } from "./useBodyData";

/**
 * The Live view while no run is on display and the runs folder has no problem: an introduction, and buttons that start
 * a training. In a workspace that is not trusted, another button manages the trust.
 */
export function EmptyView(props: {
  /** Whether the runs are not listed because the workspace is not trusted. */
  areRunsHidden: boolean;
  pending: ReadonlySet<PendingKind>;
  request: (action: DashboardAction) => void;
}) {
  const { areRunsHidden, pending, request } = props;
  const { title, text } = areRunsHidden ? strings.untrusted : strings.empty;
  useBodyData({ status: "none", steps: 0, epochs: 0, runId: "" });
  return (
    <section class="empty">
      <svg viewBox="0 0 96 72" aria-hidden="true">
        <path class="hanger" d="M48 16c0-4 6-4 6-8.5a6 6 0 0 0-12 0M48 16 24 32M48 16l24 16" />
        <path
          class="shirt"
          d="M37 28 22 34l-8 16 9 4 5-8v22h40V46l5 8 9-4-8-16-15-6c-2 5-6 8-11 8s-9-3-11-8Z"
        />
        <path class="curve" d="M33 44c3 0 4 10 9 12s6 5 21 5" />
      </svg>
      <h1>{title}</h1>
      <p>{text}</p>
      <div class="empty-buttons">
        {areRunsHidden && (
          <Button appearance="primary" onClick={() => request({ kind: "manageTrust" })}>
            <span class="label">{strings.untrusted.manage}</span>
          </Button>
        )}
        {(["train", "trainOnSample"] as const).map((kind, index) => (
          <ActionButton
            key={kind}
            kind={kind}
            hasIcon={kind === "train"}
            appearance={index === 0 && !areRunsHidden ? "primary" : "secondary"}
            pending={pending}
            act={() => request({ kind })}
          />
        ))}
      </div>
      <p class="quiet">{strings.empty.sample}</p>
    </section>
  );
}
