/**
 * Sets the language of the command line's texts. This module must be imported before the modules that make texts when
 * they are loaded.
 */
import { loadLanguage } from "../text/readTranslations";
import { languageOf } from "./environment";

loadLanguage(languageOf(process.env), __dirname);
