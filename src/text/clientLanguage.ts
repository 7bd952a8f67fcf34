/**
 * The first import of the trainer and of the inspector. It sets the language to the client's before any text is made.
 */
import { loadLanguage } from "./readTranslations";

loadLanguage(process.env.FITTING_ROOM_LANGUAGE, __dirname);
