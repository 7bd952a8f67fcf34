/** The first import of the trainer: sets the language before any text is made, which is that of its client. */
import { useTranslations } from "../text/readTranslations";

useTranslations(process.env.FITTING_ROOM_LANGUAGE, __dirname);
