/** The first import of a webview's entry: sets the language before any text is made. */
import { type Bundle, setLanguage } from "../src/text/language";

const { lang } = document.documentElement;
const translations: Bundle | null = JSON.parse(
  document.getElementById("translations")?.textContent ?? "null",
);
setLanguage(lang, translations ?? undefined);
