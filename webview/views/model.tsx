import "../language";
import "../timeZone";
import "../styles/model.css";
import { keepFocus } from "../keepFocus";
import { Model } from "../modelView/Model";
import { ModelData } from "../modelView/ModelData";
import { startView } from "../startView";
import { styleRuns } from "../styleRuns";

styleRuns();
keepFocus();

startView(
  (connection, changed) => new ModelData(connection, changed),
  (data) => <Model data={data} />,
);
