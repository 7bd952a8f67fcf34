import { writeFileSync } from "node:fs";
import * as Mocha from "mocha";

/** Mocha's `spec` report. The counts of tests are also written, as JSON, to the file that the option `file` names. */
class ResultsReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file: string | undefined = options.reporterOptions?.file;
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
}

export = ResultsReporter;
