import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { Disposable, ErrorCodes, type MessageConnection, ResponseError } from "vscode-jsonrpc";
import type { DatasetName } from "../datasets/datasets";
import {
  exportMarksRequest,
  markRequest,
  markSchema,
  marksChanged,
  marksRequest,
  trainWithoutRequest,
} from "../protocol/marksProtocol";
import { inName } from "../runs/inert";
import { marksCsv, unfitImages } from "../runs/marks";
import { changeMarks, readMarks } from "../runs/marksFile";
import type { RunWithState } from "../runs/RunStore";
import { trainedConfig } from "../runs/trainedConfig";
import { saveFile } from "./exportRuns";
import { MarksWatch } from "./MarksWatch";
import type { Session } from "./Session";
import type { TrainAgain } from "./TrainAgain";

/** Answers a view's requests about the marks that users put on images. The marks are stored in the runs folder. */
export class MarksHost {
  constructor(
    private readonly session: Session,
    private readonly again: () => TrainAgain,
  ) {}

  answer(connection: MessageConnection): Disposable {
    const { session } = this;
    const watch = new MarksWatch(
      () => session.list.folder,
      () => void connection.sendNotification(marksChanged),
    );
    const all = [
      watch,
      connection.onRequest(marksRequest, (message) =>
        this.about(message, ({ dataset }) => {
          watch.begin(dataset);
          return readMarks(session.list.folder, dataset);
        }),
      ),
      connection.onRequest(markRequest, (message) =>
        this.about(message, ({ dataset }) => {
          session.requireTrust();
          const { set, changes } = v.parse(markSchema, message);
          return changeMarks(session.list.folder, dataset, set, changes);
        }),
      ),
      connection.onRequest(exportMarksRequest, (message) =>
        this.about(message, async ({ dataset }) => {
          const marks = readMarks(session.list.folder, dataset);
          await saveFile(`${dataset}-marks.csv`, () => marksCsv(marks));
          return null;
        }),
      ),
      connection.onRequest(trainWithoutRequest, (message) =>
        this.about(message, async ({ run, dataset }) => {
          // The answer does not wait for the training.
          void this.again().without(run, unfitImages(readMarks(session.list.folder, dataset)));
          return null;
        }),
      ),
    ];
    return Disposable.create(() => {
      for (const one of all) one.dispose();
    });
  }

  /**
   * Answers a request about the run with the id `message.runId`.
   * @throws ResponseError if the run or its configuration is not known, or if `answer` fails. The view shows the
   * error's message.
   */
  private async about<Answer>(
    message: { runId: string },
    answer: (about: { run: RunWithState; dataset: DatasetName }) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const run = this.session.find(message.runId);
    const config = run && trainedConfig(run.state);
    try {
      if (!run || !config)
        throw new Error(l10n.t("The run {0} no longer exists.", inName(String(message.runId))));
      return await answer({ run, dataset: config.dataset.name });
    } catch (error) {
      throw new ResponseError(ErrorCodes.InvalidRequest, (error as Error).message);
    }
  }
}
