import { describe, expect, test } from "vitest";
import { entryBytes } from "../../../src/datasets/DataFile";
import { datasetNames, datasets, isPublished, originalOf } from "../../../src/datasets/datasets";
import { sizeOf } from "../../../src/tensor";

describe.each(datasetNames)("the data set %s", (name) => {
  const { classes, image } = datasets[name];

  test("has a name for each class", () => {
    expect(new Set(classes).size).toBe(classes.length);
    expect(classes.length).toBeGreaterThan(1);
  });

  test("has published files with its image shape and classes, or stands in for a data set that has them", () => {
    const published = isPublished(name) ? name : originalOf(name)!;
    expect(datasets[published]).toMatchObject({ classes, image });
    const { files } = datasets[published];
    for (const file of [files.trainImages, files.testImages]) expect(entryBytes(file)).toBe(sizeOf(image));
    for (const file of [files.trainLabels, files.testLabels])
      expect(file).toMatchObject({ kind: "labels", classes: classes.length });
    expect(files.trainLabels.count).toBe(files.trainImages.count);
    expect(files.testLabels.count).toBe(files.testImages.count);
  });
});
