import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  Disposable,
  Message,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
} from "vscode-jsonrpc/browser";
import { vscodeApi } from "./vscodeApi";

/** Makes a JSON-RPC connection to the host over the webview's messages, and starts to listen. */
export function hostConnection(): MessageConnection {
  const connection = createMessageConnection(new WebviewReader(), new WebviewWriter());
  connection.listen();
  return connection;
}

class WebviewReader extends AbstractMessageReader implements MessageReader {
  listen(callback: DataCallback): Disposable {
    const receive = ({ data }: MessageEvent<unknown>) => {
      if (isMessage(data)) callback(data);
    };
    window.addEventListener("message", receive);
    return Disposable.create(() => window.removeEventListener("message", receive));
  }
}

class WebviewWriter extends AbstractMessageWriter implements MessageWriter {
  async write(message: Message): Promise<void> {
    vscodeApi.postMessage(message);
  }

  end(): void {}
}

/** False for messages of other scripts, such as browser extensions, which may also post to the window. */
function isMessage(data: unknown): data is Message {
  return (
    Message.isRequest(data as Message) ||
    Message.isNotification(data as Message) ||
    Message.isResponse(data as Message)
  );
}
