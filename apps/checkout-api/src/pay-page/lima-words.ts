import type { Currency } from '#payments';
import { formatAmount } from '#payments';
import type { Language } from './language.js';

const LIMA_OFFSET_MS = 5 * 60 * 60_000;

const DAYS: Record<Language, readonly string[]> = {
  es: ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};
const MONTHS: Record<Language, readonly string[]> = {
  es: [
    'enero',
    'febrero',
    'marzo',
    'abril',
    'mayo',
    'junio',
    'julio',
    'agosto',
    'setiembre',
    'octubre',
    'noviembre',
    'diciembre',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};

/**
 * An instant as people in Peru say it, in Lima time (requirement R10) and independent of the server's languages:
 * "las 6:30 p. m. del lunes 23 de noviembre", "6:30 p.m. on Monday, November 23".
 */
export function instantInWords(instant: Date, language: Language): string {
  const lima = new Date(instant.getTime() - LIMA_OFFSET_MS);
  const hour = lima.getUTCHours() % 12 === 0 ? 12 : lima.getUTCHours() % 12;
  const time = `${hour}:${String(lima.getUTCMinutes()).padStart(2, '0')}`;
  const afternoon = lima.getUTCHours() >= 12;
  const weekday = DAYS[language][lima.getUTCDay()] ?? '';
  const month = MONTHS[language][lima.getUTCMonth()] ?? '';
  const day = lima.getUTCDate();
  switch (language) {
    case 'es':
      // Hard blanks, so that no line ends within "6:30 p. m.".
      return `${hour === 1 ? 'la' : 'las'} ${time}\u00a0${afternoon ? 'p' : 'a'}.\u00a0m. del ${weekday} ${day} de ${month}`;
    case 'en':
      return `${time}\u00a0${afternoon ? 'p' : 'a'}.m. on ${weekday}, ${month} ${day}`;
  }
}

const SYMBOLS: Record<Currency, string> = { PEN: 'S/', USD: 'US$' };

/** "S/ 1,299.00": Peru writes a comma between thousands and a point before cents. */
export function amountInWords(amountMinor: bigint, currency: Currency): string {
  const [whole = '', cents = ''] = formatAmount(amountMinor).split('.');
  return `${SYMBOLS[currency]}\u00a0${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}
