/** The first import of a child process: sets its client's language before any text is made. */
import { loadLanguage } from "./readTranslations";

loadLanguage(process.env.FITTING_ROOM_LANGUAGE, __dirname);
