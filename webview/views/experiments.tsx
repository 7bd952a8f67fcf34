import "../language";
import "../timeZone";
import "../styles/experiments.css";
import { Experiments } from "../experiments/Experiments";
import { ExperimentsModel } from "../experiments/ExperimentsModel";
import { startView } from "../startView";
import { styleRuns } from "../styleRuns";

styleRuns();
startView(
  (connection, changed) => new ExperimentsModel(connection, changed),
  (model) => <Experiments model={model} />,
);
