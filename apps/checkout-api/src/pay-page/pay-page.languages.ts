import type { Language } from './language.js';
import { PAY_PAGE_TEXTS_EN } from './pay-page.texts.en.js';
import { PAY_PAGE_TEXTS_ES } from './pay-page.texts.es.js';
import type { PayPageTexts } from './pay-page.texts.js';

export const PAY_PAGE_TEXTS: Record<Language, PayPageTexts> = { es: PAY_PAGE_TEXTS_ES, en: PAY_PAGE_TEXTS_EN };
