/** The first import of the extension: sets the language before any text is made. */
import { env, l10n } from "vscode";
import { useLanguage } from "../text/language";

useLanguage(env.language, l10n.bundle);
