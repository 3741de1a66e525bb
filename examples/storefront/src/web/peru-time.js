// @ts-check
/** @import { Texts } from '../texts/texts.js' */

/**
 * "lunes, 23 de noviembre, 6:30 p. m.": deadlines are Peru's, wherever the server stands.
 *
 * @param {string} instant ISO 8601
 * @param {Texts} texts
 */
export function inPeru(instant, { locale }) {
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'America/Lima',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
  }).format(new Date(instant));
}

/**
 * "18:30" for tables.
 *
 * @param {string} instant ISO 8601
 */
export function clockInPeru(instant) {
  return new Intl.DateTimeFormat('es-PE', {
    timeZone: 'America/Lima',
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(instant));
}
