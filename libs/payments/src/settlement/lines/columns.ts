/** The columns of one kind of file: what they may be called, and which must be there. */
export interface ColumnSet<Field extends string> {
  readonly names: Readonly<Record<Field, readonly string[]>>;
  readonly required: readonly Field[];
  /** Known and left unread: personal data and what nobody settles by. */
  readonly ignored: readonly string[];
}

export type TransactionField =
  | 'cip'
  | 'reference'
  | 'amount'
  | 'status'
  | 'issued'
  | 'paid'
  | 'reversed'
  | 'removed'
  | 'updated'
  | 'currency'
  | 'channel'
  | 'service';

/** The merchant panel's export (pagoefectivo-api.md §6). Customers' names, addresses and documents are not read. */
export const TRANSACTION_COLUMNS: ColumnSet<TransactionField> = {
  names: {
    cip: ['CIP', 'Nro. CIP', 'Código CIP'],
    reference: ['Nro.Ord.Comercio', 'Nro. Orden Comercio'],
    amount: ['Monto'],
    status: ['Estado'],
    issued: ['Fec.Emisión', 'Fecha de Emisión'],
    paid: ['Fec.Cancelación', 'Fecha de Cancelación'],
    reversed: ['Fec.Anulada'],
    removed: ['Fec.Eliminado'],
    updated: ['Fec.Actualizacion', 'Fecha de Actualización'],
    currency: ['Moneda'],
    channel: ['Canal'],
    service: ['Servicio'],
  },
  required: ['cip', 'amount', 'status', 'issued', 'paid'],
  ignored: [
    'FechaAExpirar',
    'Cliente Nombre',
    'Cliente Apellidos',
    'Cliente Email',
    'Tipo Doc.',
    'Nro Documento',
    'Cliente Alias',
    'Cliente Telefono',
    'Concepto Pago',
    'Datos Adicionales',
  ],
};

export type LiquidationField = 'gross' | 'commission' | 'igv' | 'net' | 'date' | 'reference' | 'cip' | 'currency';

/** No source shows PagoEfectivo's payout statement, so these are the plain words; `--map` names others. */
export const LIQUIDATION_COLUMNS: ColumnSet<LiquidationField> = {
  names: {
    gross: ['Monto Bruto', 'Bruto', 'Gross'],
    commission: ['Comisión', 'Commission'],
    igv: ['IGV', 'Impuesto'],
    net: ['Monto Neto', 'Neto', 'Net'],
    date: ['Fecha', 'Fecha de Abono', 'Fecha de Pago', 'Date'],
    reference: ['Referencia', 'Nro. Operación', 'Reference'],
    cip: ['CIP', 'Nro. CIP'],
    currency: ['Moneda', 'Currency'],
  },
  required: ['gross', 'commission', 'igv', 'net', 'date', 'reference'],
  ignored: [],
};

/** What the panel's `Estado` means to us. `Cancelado` is Peruvian for settled: paid (pagoefectivo-api.md §4). */
export const PANEL_STATUSES: Readonly<Record<string, LineStatus>> = {
  generado: 'pending',
  pendiente: 'pending',
  pendientedepago: 'pending',
  cancelado: 'paid',
  pagado: 'paid',
  expirado: 'expired',
  vencido: 'expired',
  eliminado: 'removed',
  anulado: 'reversed',
  anulada: 'reversed',
  extornado: 'reversed',
};

export const LINE_STATUSES = ['pending', 'paid', 'expired', 'removed', 'reversed'] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

/** Words that differ in accents, case, spaces and dots only are one. */
export function fold(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[^a-zA-Z0-9]/g, '')
    .toLowerCase();
}
