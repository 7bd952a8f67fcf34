import type { Frame } from "playwright-core";

/**
 * The times (ms) between the frames that a page draws within some seconds. Requesting frames costs time, so that no
 * other measurement should run at the same time.
 */
export function frameGaps(frame: Frame, seconds: number): Promise<number[]> {
  return frame.evaluate(async (milliseconds) => {
    const gaps: number[] = [];
    const next = () => new Promise<number>(requestAnimationFrame);
    const began = await next();
    for (let last = began; last - began < milliseconds; ) {
      const now = await next();
      gaps.push(now - last);
      last = now;
    }
    return gaps;
  }, 1000 * seconds);
}

/** Begins to count the messages to a dashboard, from 0. */
export function countMessages(frame: Frame): Promise<void> {
  return frame.evaluate(() => {
    const counted = window as Window & { counted?: { messages: number } };
    if (!counted.counted) {
      const counts = { messages: 0 };
      counted.counted = counts;
      window.addEventListener("message", ({ data }) => {
        if (data?.jsonrpc) counts.messages++;
      });
    }
    counted.counted.messages = 0;
  });
}

export function countedMessages(frame: Frame): Promise<number> {
  return frame.evaluate(() => (window as Window & { counted?: { messages: number } }).counted!.messages);
}

/** Times in milliseconds since 1970. `Press` in `task.ts` describes them, as times since `pressed`. */
interface PressTimes {
  pressed: number;
  handled: number;
  answered: number;
  received: number;
  shown: number;
}

/**
 * Waits for the next click in a dashboard and for its visible result. Resolves when the wait has begun, with a
 * promise of the times.
 */
export async function awaitPress(frame: Frame): Promise<{ times: Promise<PressTimes> }> {
  await frame.evaluate(() => {
    const looks = () =>
      [...document.querySelectorAll("vscode-button")].map((button) => button.textContent).join("|");
    const holder = window as Window & { press?: Promise<PressTimes> };
    holder.press = new Promise((resolve) => {
      const onClick = (event: Event) => {
        document.removeEventListener("click", onClick, true);
        const { timeOrigin } = performance;
        const handled = timeOrigin + performance.now();
        let received = Number.NaN;
        const onMessage = ({ data }: MessageEvent) => {
          const events: { type: string }[] = data?.params?.events ?? [];
          if (!events.some(({ type }) => type === "control")) return;
          window.removeEventListener("message", onMessage);
          received = timeOrigin + performance.now();
        };
        window.addEventListener("message", onMessage);
        const { status } = document.body.dataset;
        const before = looks();
        let answered: number | undefined;
        const observer = new MutationObserver(() => {
          const isShown = document.body.dataset.status !== status;
          if (!isShown && (answered !== undefined || looks() === before)) return;
          // The change is drawn with the next frame.
          requestAnimationFrame((now) => {
            answered ??= timeOrigin + now;
            if (!isShown) return;
            observer.disconnect();
            const pressed = timeOrigin + event.timeStamp;
            resolve({ pressed, handled, answered, received, shown: timeOrigin + now });
          });
        });
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
          attributeFilter: ["data-status"],
        });
      };
      document.addEventListener("click", onClick, true);
    });
  });
  const times = frame.evaluate(() => (window as Window & { press?: Promise<PressTimes> }).press!);
  return { times };
}
