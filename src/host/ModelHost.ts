import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import {
  type CancellationToken,
  Disposable,
  ErrorCodes,
  type MessageConnection,
  type RequestType,
  ResponseError,
} from "vscode-jsonrpc";
import type { Inspector } from "../client/Inspector";
import type { DatasetName } from "../datasets/datasets";
import * as inspector from "../protocol/inspectorProtocol";
import * as model from "../protocol/modelProtocol";

const { askedSchemas: asked } = inspector;

export interface ModelHostOptions {
  inspector: Inspector;
  /** Finds a run by its id; undefined for an unknown run. */
  find: (runId: string) => { folder: string; name: string } | undefined;
  /** The folder of downloaded data set files. */
  cacheFolder: string;
  /** The data set of the next run. @throws Error with a one-sentence message if the user's settings are not valid */
  dataset: () => DatasetName;
  /**
   * Folders that the user chose. They are searched for data that is not in the data folder of a run's configuration.
   */
  dataFolders: () => string[];
}

/** Passes a view's questions about the networks of runs to the inspector, and the inspector's answers to the view. */
export class ModelHost {
  constructor(private readonly options: ModelHostOptions) {}

  /** Answers the requests that arrive on a view's connection. */
  answer(connection: MessageConnection): Disposable {
    const all = [
      connection.onRequest(model.factsRequest, async (message, token) => {
        const { run, name } = this.aboutRun(message);
        return { name, ...(await this.ask(inspector.factsRequest, run, token)) };
      }),
      connection.onRequest(model.dataRequest, ({ runId }, token) =>
        this.ask(inspector.dataRequest, this.aboutData(runId), token),
      ),
      this.passOn(connection, model.answersRequest, inspector.answersRequest, asked.answers),
      this.passOn(connection, model.historiesRequest, inspector.historiesRequest, asked.histories),
      this.passOn(connection, model.insideRequest, inspector.insideRequest, asked.inside),
      this.passOn(connection, model.imagesRequest, inspector.imagesRequest, asked.images),
      this.passOn(connection, model.storyRequest, inspector.storyRequest, asked.story),
      this.passOn(connection, model.networkRequest, inspector.networkRequest, asked.network),
      this.passOn(connection, model.predictRequest, inspector.predictRequest, asked.predict),
    ];
    return Disposable.create(() => {
      for (const one of all) one.dispose();
    });
  }

  /**
   * Answers each question `from` of a view with the inspector's answer to `to`.
   * @param schema of the members of the view's message, without the `runId`
   */
  private passOn<Asked extends object, Answer>(
    connection: MessageConnection,
    from: RequestType<Asked & { runId: string }, Answer, void>,
    to: RequestType<Asked & inspector.InspectedRun, Answer, void>,
    schema: v.GenericSchema<unknown, Asked>,
  ): Disposable {
    return connection.onRequest<unknown, void>(
      from.method,
      async (message: unknown, token: CancellationToken) => {
        const { run } = this.aboutRun(message);
        return this.ask(to, { ...checked(schema, message), ...run }, token);
      },
    );
  }

  /** @throws ResponseError for an unknown run */
  private aboutRun(message: unknown): { run: inspector.InspectedRun; name: string } {
    const { find, cacheFolder, dataFolders } = this.options;
    const { runId } = checked(runSchema, message);
    const found = find(runId);
    if (!found)
      throw new ResponseError(ErrorCodes.InvalidRequest, l10n.t("The run {0} no longer exists.", runId));
    const { folder, name } = found;
    return { run: { folder, cacheFolder, elsewhere: dataFolders() }, name };
  }

  /** @throws ResponseError for an unknown run, or for settings that are not valid */
  private aboutData(runId: string | undefined): inspector.DescribedData {
    if (runId !== undefined) return { run: this.aboutRun({ runId }).run };
    const { dataset, cacheFolder, dataFolders } = this.options;
    try {
      return { dataset: dataset(), elsewhere: dataFolders(), cacheFolder };
    } catch (error) {
      throw new ResponseError(ErrorCodes.InvalidRequest, (error as Error).message);
    }
  }

  private async ask<Question, Answer>(
    request: RequestType<Question, Answer, void>,
    question: Question,
    token: CancellationToken,
  ): Promise<Answer> {
    try {
      return await this.options.inspector.ask(request, question, token);
    } catch (error) {
      const code = error instanceof ResponseError ? error.code : ErrorCodes.InternalError;
      const shown = code === inspector.folderNotChosen ? model.dataNotFound : code;
      throw new ResponseError(shown, (error as Error).message);
    }
  }
}

const runSchema = v.object({ runId: v.string() });

/** @throws ResponseError for a message that does not have the form of `schema` */
function checked<Output>(schema: v.GenericSchema<unknown, Output>, message: unknown): Output {
  const { success, output } = v.safeParse(schema, message);
  if (!success)
    throw new ResponseError(ErrorCodes.InvalidParams, l10n.t("The message of the view is not valid."));
  return output as Output;
}
