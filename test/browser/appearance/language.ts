/**
 * Sets the language of the states: Korean with FITTING_ROOM_LANGUAGE=ko, else English. This module has to be imported
 * before any module that makes a text.
 */
import { join } from "node:path";
import { loadLanguage } from "../../../src/text/readTranslations";

const { FITTING_ROOM_LANGUAGE: language } = process.env;

loadLanguage(language, join(import.meta.dirname, "../../../dist"));

/** Environment variables with which the product's command line prints its texts in the language of the states. */
export const terminal: Record<string, string> = language === "ko" ? { LC_ALL: "ko_KR.UTF-8" } : {};
