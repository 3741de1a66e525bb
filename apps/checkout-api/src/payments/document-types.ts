/** DNI, carné de extranjería, passport, RUC, birth certificate, military card, other (pagoefectivo-api.md §3). */
export const DOCUMENT_TYPES = ['DNI', 'CE', 'PAS', 'RUC', 'PAR', 'LMI', 'NAN'] as const;
