/**
 * Sets the language of this process's texts to that of the client. The trainer and the inspector must import this
 * module first, since other modules make texts when they are loaded.
 */
import { loadLanguage } from "./readTranslations";

loadLanguage(process.env.FITTING_ROOM_LANGUAGE, __dirname);
