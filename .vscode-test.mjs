import { fileURLToPath } from "node:url";
import { defineConfig } from "@vscode/test-cli";
import { limits } from "./test/support/limits.mjs";

export default defineConfig({
  // The suite about activation runs first, since the other suites activate the extension.
  files: ["out/vscode/activation.test.cjs", "out/vscode/*.test.cjs"],
  workspaceFolder: ".vscode-test/workspace",
  // Without this variable a VS Code is downloaded.
  useInstallation: { fromPath: process.env.VSCODE_EXECUTABLE },
  skipExtensionDependencies: true,
  mocha: {
    ui: "tdd",
    timeout: limits.test,
    reporter: fileURLToPath(new URL("out/vscode/ResultsReporter.cjs", import.meta.url)),
    reporterOptions: { file: process.env.FITTING_ROOM_TEST_RESULTS },
  },
});
