/** The first import of the trainer: sets the language before any text is made, which is that of its client. */
import { loadLanguage } from "../text/readTranslations";

loadLanguage(process.env.FITTING_ROOM_LANGUAGE, __dirname);
