// @ts-check
/** @import { Customer } from '../types.js' */

/** @typedef {'email' | 'firstName' | 'lastName' | 'phone' | 'documentNumber'} Field */

/** In the order of the form. */
export const FIELDS = /** @type {const} */ (['firstName', 'lastName', 'email', 'phone', 'documentNumber']);

/** @typedef {Readonly<Record<Field, string>>} FormValues */

/** @type {FormValues} */
export const EMPTY_FORM = { firstName: '', lastName: '', email: '', phone: '', documentNumber: '' };

/** In test mode nobody wants to type: one click less to the first order. */
export const EXAMPLE_FORM = {
  firstName: 'Rosa',
  lastName: 'Quispe',
  email: 'rosa@example.pe',
  phone: '987 654 321',
  documentNumber: '',
};

/**
 * @param {URLSearchParams} form
 * @returns {FormValues}
 */
export function readForm(form) {
  const text = (/** @type {Field} */ field) => (form.get(field) ?? '').trim().replace(/\s+/g, ' ');
  return {
    firstName: text('firstName'),
    lastName: text('lastName'),
    email: text('email'),
    phone: text('phone'),
    documentNumber: text('documentNumber'),
  };
}

/** @type {Readonly<Record<Field, RegExp>>} */
const RULES = {
  firstName: /^\P{Cc}{1,100}$/u,
  lastName: /^\P{Cc}{1,100}$/u,
  email: /^(?=.{3,100}$)[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]{2,}$/,
  // Mobile numbers in Peru have nine digits and begin with 9; the country's code may stand before them.
  phone: /^(\+?51)?9\d{8}$/,
  // A DNI has eight digits.
  documentNumber: /^(\d{8})?$/,
};

/**
 * The customer, or the fields that are wrong. What the API knows better is its own to say (see `toField`).
 *
 * @param {FormValues} values
 * @returns {{ customer: Customer, wrong: readonly [] } | { customer: null, wrong: readonly Field[] }}
 */
export function judgeForm(values) {
  const phone = values.phone.replace(/[\s().-]/g, '');
  const judged = { ...values, phone };
  const wrong = FIELDS.filter((field) => !RULES[field].test(judged[field]));
  if (wrong.length > 0) return { customer: null, wrong };
  const customer = {
    firstName: values.firstName,
    lastName: values.lastName,
    email: values.email,
    phone: `+51${phone.slice(-9)}`,
    documentNumber: values.documentNumber === '' ? null : values.documentNumber,
  };
  return { customer, wrong: [] };
}

/**
 * The field of the form behind a field of the API; null when the form has none such.
 *
 * @param {string} apiField `customer.email`
 * @returns {Field | null}
 */
export function toField(apiField) {
  const name = apiField.replace(/^customer\./, '');
  return FIELDS.find((field) => field === name) ?? null;
}
