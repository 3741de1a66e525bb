import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { writeXlsx, type XlsxCell } from './xlsx-writer.js';

/** The header of the merchant panel's export (pagoefectivo-api.md §6). */
export const PANEL_HEADER = [
  'CIP',
  'Nro.Ord.Comercio',
  'Monto',
  'Estado',
  'Fec.Emisión',
  'Fec.Cancelación',
  'Fec.Anulada',
  'FechaAExpirar',
  'Fec.Eliminado',
  'Servicio',
  'Cliente Nombre',
  'Cliente Apellidos',
  'Cliente Email',
  'Tipo Doc.',
  'Nro Documento',
  'Cliente Alias',
  'Cliente Telefono',
  'Concepto Pago',
  'Datos Adicionales',
  'Canal',
  'Fec.Actualizacion',
] as const;

export interface PanelLine {
  readonly cip: string;
  readonly code: string;
  readonly amountMinor: number;
  readonly status: string;
  readonly issuedAt: Date;
  readonly paidAt: Date | null;
}

/** What was made to differ, by kind: CIPs in order. */
export interface PlantedDifferences {
  readonly only_ours: string[];
  readonly only_theirs: string[];
  readonly amount_differs: string[];
  readonly state_differs: string[];
  readonly state_unknown: string[];
}

const FIRST_CIP = 200_000_000;
const FOREIGN_CIP = 900_000_000;
/** Midnight in Lima. */
const START_MS = Date.UTC(2026, 9, 1, 5);
/** Thirty days, of which the last ends an hour early so that the last payments fall into them. */
const SPAN_MS = 30 * 86_400_000 - 7_200_000;
/** How often each kind is planted. */
const PER_KIND = 23;

/** One of our CIPs, as a function of its number: the books in SQL and the file in text follow the same rule. */
export function bookLine(index: number, count: number): PanelLine {
  const issuedAt = new Date(START_MS + Math.floor(((SPAN_MS / count) * index) / 1000) * 1000);
  const isPaid = index % 5 !== 0;
  return {
    cip: String(FIRST_CIP + index),
    code: `T${index}`,
    amountMinor: 1000 + ((index * 7919) % 50_000),
    status: isPaid ? 'Cancelado' : index % 10 === 0 ? 'Expirado' : 'Eliminado',
    issuedAt,
    paidAt: isPaid ? new Date(issuedAt.getTime() + 3_600_000) : null,
  };
}

/** The books that `bookLine` describes, straight into the tables: a million orders through the checkout would take hours. */
export function bookStatements(count: number): string[] {
  const stepS = SPAN_MS / count / 1000;
  const issued = `timestamptz '${new Date(START_MS).toISOString()}' + floor(${stepS}::float8 * i) * interval '1 second'`;
  const amount = '1000 + ((i::bigint * 7919) % 50000)';
  const paid = 'i % 5 <> 0';
  const series = `generate_series(0, ${count - 1}) i`;
  return [
    `insert into payment (id, shop_id, account_id, livemode, order_id, amount_minor, currency, customer, page_token, state,
       base_state, expires_at, paid_at, created_at, updated_at)
     select 'pay_' || i, (select id from shop limit 1), (select id from gateway_account limit 1), false, 'A-' || i, ${amount}, 'PEN', '{}', 't' || i,
       case when ${paid} then 'paid' else 'expired' end, case when ${paid} then 'pending' else 'expired' end,
       ${issued} + interval '1 day', case when ${paid} then ${issued} + interval '1 hour' end, ${issued}, ${issued} from ${series}`,
    `insert into cip (id, payment_id, account_id, transaction_code, number, amount_minor, currency, current, status,
       expires_at, created_at)
     select 'cip_' || i, 'pay_' || i, (select id from gateway_account limit 1), 'T' || i, (${FIRST_CIP} + i)::text, ${amount}, 'PEN', true,
       case when ${paid} then 'paid' else 'expired' end, ${issued} + interval '1 day', ${issued} from ${series}`,
    `insert into receipt (id, payment_id, cip_id, amount_minor, currency, paid_at, counts, fact_ids, recorded_at)
     select 'rct_' || i, 'pay_' || i, 'cip_' || i, ${amount}, 'PEN', ${issued} + interval '1 hour', 'applied', '{}', ${issued} + interval '1 hour'
     from ${series} where ${paid}`,
    'analyze payment, cip, receipt',
  ];
}

/** Every line of the export, with differences of every kind at places that the seed chooses. */
export function plant(count: number, seed: number): { planted: PlantedDifferences; lines: () => Generator<PanelLine> } {
  const chosen = choose(count, seed);
  const planted: PlantedDifferences = {
    only_ours: [],
    only_theirs: [],
    amount_differs: [],
    state_differs: [],
    state_unknown: [],
  };
  for (const [index, kind] of [...chosen].sort(([a], [b]) => a - b)) {
    planted[kind].push(String((kind === 'only_theirs' ? FOREIGN_CIP : FIRST_CIP) + index));
  }
  return {
    planted,
    *lines() {
      for (let index = 0; index < count; index += 1) {
        const line = bookLine(index, count);
        const kind = chosen.get(index);
        if (kind === undefined) yield line;
        else yield* disagree(kind, line, index);
      }
    },
  };
}

function* disagree(kind: keyof PlantedDifferences, line: PanelLine, index: number): Generator<PanelLine> {
  switch (kind) {
    case 'only_ours':
      return;
    case 'only_theirs':
      yield line;
      yield { ...line, cip: String(FOREIGN_CIP + index), code: `X${index}` };
      return;
    case 'amount_differs':
      yield { ...line, amountMinor: line.amountMinor + 1 };
      return;
    case 'state_differs':
      yield line.paidAt
        ? { ...line, status: 'Generado', paidAt: null }
        : { ...line, status: 'Cancelado', paidAt: new Date(line.issuedAt.getTime() + 60_000) };
      return;
    case 'state_unknown':
      yield { ...line, status: 'Observado' };
  }
}

/** Distinct places; what is only ours must be paid, and not at the border of the file. */
function choose(count: number, seed: number): Map<number, keyof PlantedDifferences> {
  const chosen = new Map<number, keyof PlantedDifferences>();
  const kinds = ['only_ours', 'only_theirs', 'amount_differs', 'state_differs', 'state_unknown'] as const;
  let state = seed >>> 0;
  const next = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const margin = Math.ceil(count / 50);
  for (const kind of kinds) {
    for (let left = PER_KIND; left > 0;) {
      const index = margin + Math.floor(next() * (count - 2 * margin));
      if (chosen.has(index) || (kind === 'only_ours' && index % 5 === 0)) continue;
      chosen.set(index, kind);
      left -= 1;
    }
  }
  return chosen;
}

/** `dd/mm/yyyy hh:mm:ss` as clocks in Lima show it. */
export function limaText(instant: Date | null): string {
  if (instant === null) return '';
  const wall = new Date(instant.getTime() - 5 * 3_600_000).toISOString();
  return `${wall.slice(8, 10)}/${wall.slice(5, 7)}/${wall.slice(0, 4)} ${wall.slice(11, 19)}`;
}

/** Days since 1899-12-30 on a clock in Lima: what Excel stores. */
function serial(instant: Date | null): XlsxCell {
  return instant === null ? null : (instant.getTime() - 5 * 3_600_000 - Date.UTC(1899, 11, 30)) / 86_400_000;
}

export async function writePanelCsv(path: string, lines: Iterable<PanelLine>, delimiter = ';'): Promise<void> {
  const file = createWriteStream(path);
  const done = finished(file);
  let text = `${PANEL_HEADER.join(delimiter)}\r\n`;
  for (const line of lines) {
    text += `${panelCells(line).join(delimiter)}\r\n`;
    if (text.length > 1 << 16) {
      if (!file.write(text)) await once(file, 'drain');
      text = '';
    }
  }
  file.end(text);
  await done;
}

export async function writePanelXlsx(path: string, lines: Iterable<PanelLine>): Promise<void> {
  await writeXlsx(path, rowsOf(lines));
}

function* rowsOf(lines: Iterable<PanelLine>): Generator<XlsxCell[]> {
  yield [...PANEL_HEADER];
  for (const line of lines) {
    const cells: XlsxCell[] = [...panelCells(line)];
    cells[0] = Number(line.cip);
    cells[2] = line.amountMinor / 100;
    cells[4] = serial(line.issuedAt);
    cells[5] = serial(line.paidAt);
    cells[20] = serial(line.paidAt ?? line.issuedAt);
    yield cells;
  }
}

function panelCells(line: PanelLine): string[] {
  const issued = limaText(line.issuedAt);
  return [
    line.cip,
    line.code,
    (line.amountMinor / 100).toFixed(2),
    line.status,
    issued,
    limaText(line.paidAt),
    '',
    issued,
    '',
    'Servicio Soles',
    'Rosa',
    'Quispe Ñahui',
    `rosa${line.cip}@example.pe`,
    'DNI',
    '45678901',
    '',
    '987654321',
    'Pedido',
    '',
    'BCP',
    limaText(line.paidAt ?? line.issuedAt),
  ];
}
