/** The first import of the command line: sets the language before any text is made. */
import { useTranslations } from "../text/readTranslations";
import { languageOf } from "./environment";

useTranslations(languageOf(process.env), __dirname);
