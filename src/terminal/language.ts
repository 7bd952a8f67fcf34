/** The first import of the command line: sets the language before any text is made. */
import { loadLanguage } from "../text/readTranslations";
import { languageOf } from "./environment";

loadLanguage(languageOf(process.env), __dirname);
