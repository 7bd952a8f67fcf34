/** The first import of the extension: sets the language before any text is made. */
import { env, l10n } from "vscode";
import { setLanguage } from "../text/language";

setLanguage(env.language, l10n.bundle);
