/**
 * Sets the language of the command line's texts. This must be the first import, since other modules make texts when
 * loaded.
 */
import { loadLanguage } from "../text/readTranslations";
import { languageOf } from "./environment";

loadLanguage(languageOf(process.env), __dirname);
