/** The first import of the trainer: sets its client's language before any text is made. */
import { loadLanguage } from "../text/readTranslations";

loadLanguage(process.env.FITTING_ROOM_LANGUAGE, __dirname);
