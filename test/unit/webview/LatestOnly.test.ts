import { expect, test } from "vitest";
import type { Answer } from "../../../webview/modelView/Answered";
import { LatestOnly } from "../../../webview/modelView/LatestOnly";

/** A {@link LatestOnly} with the questions that it has asked, which the test answers, and the answers it has shown. */
function asking() {
  const asked: { question: string; answer: (value: string) => void; refuse: (why: Error) => void }[] = [];
  const shown: Answer<string>[] = [];
  const latest = new LatestOnly(
    (question: string) =>
      new Promise<string>((answer, refuse) => {
        asked.push({ question, answer, refuse });
      }),
    (answer) => shown.push(answer),
  );
  return { asked, shown, latest };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("while a question waits for its answer, only the last one of further questions is kept to be asked", async () => {
  const { asked, shown, latest } = asking();
  for (const question of ["a", "b", "c"]) latest.ask(question);
  expect(asked.map(({ question }) => question)).toEqual(["a"]);
  asked[0]!.answer("A");
  await turn();
  expect(shown).toEqual([{ value: "A" }]);
  expect(asked.map(({ question }) => question)).toEqual(["a", "c"]);
});

test("a refusal is an answer, after which questions are asked again", async () => {
  const { asked, shown, latest } = asking();
  latest.ask("a");
  asked[0]!.refuse(Object.assign(new Error("There are no weights."), { code: 7 }));
  await turn();
  expect(shown).toEqual([{ refusal: { message: "There are no weights.", code: 7 } }]);
  latest.ask("b");
  asked[1]!.answer("B");
  await turn();
  expect(shown.at(-1)).toEqual({ value: "B" });
});

test("when the question is dropped, its answer is not shown", async () => {
  const { asked, shown, latest } = asking();
  latest.ask("a");
  latest.ask(undefined);
  asked[0]!.answer("A");
  await turn();
  expect(shown).toEqual([{}]);
});

test("the answer to a dropped question is not shown, also when another question is asked meanwhile", async () => {
  const { asked, shown, latest } = asking();
  latest.ask("a");
  latest.ask(undefined);
  latest.ask("b");
  asked[0]!.answer("A");
  await turn();
  expect(shown).toEqual([{}]);
  asked[1]!.answer("B");
  await turn();
  expect(shown).toEqual([{}, { value: "B" }]);
});
