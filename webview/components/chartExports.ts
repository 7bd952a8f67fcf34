import { type ExportedChart, exportChart } from "../charts/exportChart";
import { strings } from "../strings";
import type { MenuItem } from "./Menu";

/**
 * The entries of a chart's menu that make a picture of the chart.
 * @param chart called when a picture is made
 * @param name of the file, without its ending
 * @param save lets a user choose where the file is saved
 */
export function chartExports(
  chart: () => ExportedChart,
  name: string,
  save: (name: string, bytes: Uint8Array<ArrayBuffer>) => void,
): MenuItem[] {
  const { runsChart } = strings;
  const saveAs = async (kind: "svg" | "png", isLight: boolean) =>
    save(`${name}.${kind}`, await exportChart(chart(), { kind, isLight }));
  const copy = async () => {
    const picture = exportChart(chart(), { kind: "png", isLight: false });
    // The clipboard gets a promise of the picture: a page may call `write` only while a click is handled.
    const blob = picture.then((bytes) => new Blob([bytes], { type: "image/png" }));
    await navigator.clipboard
      .write([new ClipboardItem({ "image/png": blob })])
      // If the clipboard refuses the picture, the picture is saved to a file.
      .catch(() => saveAs("png", false));
  };
  return [
    { label: runsChart.copy, act: () => void copy() },
    ...(["svg", "png"] as const).flatMap((kind) => [
      { label: runsChart.saveAs(kind.toUpperCase()), act: () => void saveAs(kind, false) },
      { label: runsChart.saveLight(kind.toUpperCase()), act: () => void saveAs(kind, true) },
    ]),
  ];
}
