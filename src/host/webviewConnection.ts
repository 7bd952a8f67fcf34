import type { Disposable, Webview } from "vscode";
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Message,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
} from "vscode-jsonrpc/node";

/**
 * JSON-RPC over a webview's messages. The connection outlives the webview's document: VS Code discards the document
 * when it hides the webview, and makes a new one when it shows the webview again.
 */
export function connectToWebview(webview: Webview): MessageConnection {
  return createMessageConnection(new WebviewReader(webview), new WebviewWriter(webview));
}

class WebviewReader extends AbstractMessageReader implements MessageReader {
  constructor(private readonly webview: Webview) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    return this.webview.onDidReceiveMessage((message: unknown) => {
      if (isJsonRpc(message)) callback(message);
    });
  }
}

class WebviewWriter extends AbstractMessageWriter implements MessageWriter {
  constructor(private readonly webview: Webview) {
    super();
  }

  /** Does not wait for delivery: a hidden webview takes a message only when it is shown. */
  async write(message: Message): Promise<void> {
    void this.webview.postMessage(message);
  }

  end(): void {}
}

function isJsonRpc(message: unknown): message is Message {
  return typeof message === "object" && message !== null && "jsonrpc" in message && message.jsonrpc === "2.0";
}
