import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SettlementFileError } from '#payments';
import { bookLine, plant, writePanelCsv, writePanelXlsx } from './panel-export.js';
import { openSettlementWorld, type SettlementWorld } from './settlement-world.js';
import { writeXlsx, writeZip, type XlsxCell } from './xlsx-writer.js';

const HEADER = 'CIP;Nro.Ord.Comercio;Monto;Estado;Fec.Emisión;Fec.Cancelación;Fec.Actualizacion';
const ROW = '213803274;T1;129,90;Cancelado;22/11/2026 18:00:00;22/11/2026 18:30:00;22/11/2026 18:30:01';
const CELLS = ['213803274', 'T1', 129.9, 'Cancelado', 46348.75, 46348.7708333333, 46348.7708333333];

describe('a settlement file', () => {
  let world: SettlementWorld;
  let count = 0;

  beforeAll(async () => {
    world = await openSettlementWorld();
  });

  afterAll(() => world.close());

  beforeEach(() => world.dataSource.query('delete from settlement_line; delete from settlement_file'));

  async function file(content: string | Uint8Array, name = 'export.csv'): Promise<string> {
    count += 1;
    const path = join(world.folder, `${count}-${name}`);
    await writeFile(path, content);
    return path;
  }

  async function xlsx(rows: readonly (readonly XlsxCell[])[], options: { workbook?: string } = {}): Promise<string> {
    count += 1;
    const path = join(world.folder, `${count}-export.xlsx`);
    await writeXlsx(path, rows, options);
    return path;
  }

  /** What the one line became. */
  async function stored(): Promise<unknown[]> {
    return world.dataSource.query(
      `select cip_number as cip, reference as code, amount_minor::int as amount, status, issued_at as issued, paid_at as paid from settlement_line`,
    );
  }

  const LINE = {
    cip: '213803274',
    code: 'T1',
    amount: 12_990,
    status: 'paid',
    issued: new Date('2026-11-22T23:00:00Z'),
    paid: new Date('2026-11-22T23:30:00Z'),
  };

  /** The sentences of the failure; nothing may be left of the file. */
  async function failure(path: string, request = {}): Promise<string> {
    const error = await world.import(path, request).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SettlementFileError);
    const [left] = await world.dataSource.query<{ rows: number }[]>(
      `select (select count(*) from settlement_file)::int + (select count(*) from settlement_line)::int
         + (select count(*) from settlement_payout_line)::int as rows`,
    );
    expect(left).toEqual({ rows: 0 });
    return (error as SettlementFileError).message;
  }

  it.each([
    ['UTF-8', Buffer.from(`${HEADER}\n${ROW}\n`), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${HEADER}\r\n${ROW}\r\n`), 'utf-8'],
    ['Windows-1252', Buffer.from(`${HEADER}\r\n${ROW}`, 'latin1'), 'windows-1252'],
    [
      'UTF-16, as Excel writes "Unicode text"',
      Buffer.from(`\uFEFF${HEADER}\r\n${ROW}\r\n`.replaceAll(';', '\t'), 'utf16le'),
      'utf-16le',
    ],
  ])('is read in %s', async (_name, bytes, encoding) => {
    expect(await world.imported(await file(bytes))).toMatchObject({ encoding, lines: 1, warnings: [] });
    expect(await stored()).toEqual([LINE]);
  });

  it.each([
    ['commas and quoted cells', `${HEADER}\n${ROW}`.replace('129,90', '129.90').replaceAll(';', ',')],
    ['tabs', `${HEADER}\n${ROW}`.replaceAll(';', '\t')],
    ["Excel's own line and a title above", `sep=;\nOperaciones de noviembre\n\n${HEADER}\n${ROW}\n`],
    [
      'another case, accents left off, and empty rows',
      `\n${HEADER.toUpperCase().normalize('NFD').replace(/\p{M}/gu, '')}\n\n${ROW}\n;;;;;;\n`,
    ],
    [
      'CIPs as floats and dates as numbers',
      `${HEADER}\n213803274.0;T1;129.9;CANCELADO;46348.75;46348.7708333333;46348,7708333333`,
    ],
    [
      'columns in another order',
      'Estado;Monto;CIP;Fec.Cancelación;Fec.Emisión;Nro.Ord.Comercio\nCancelado;129.90;000213803274;2026-11-22 18:30:00;2026-11-22T18:00:00-05:00;T1',
    ],
  ])('is read with %s', async (_what, text) => {
    expect(await world.imported(await file(text))).toMatchObject({ lines: 1, warnings: [] });
    expect(await stored()).toEqual([LINE]);
  });

  it('is read from XLSX, dates as numbers, CIP as number or text', async () => {
    const path = await xlsx([['Reporte'], [], HEADER.split(';'), CELLS]);
    expect(await world.imported(path)).toMatchObject({ format: 'xlsx', encoding: null, lines: 1, warnings: [] });
    expect(await stored()).toEqual([LINE]);
  });

  it('is read from a workbook that counts from 1904', async () => {
    const workbook = `<?xml version="1.0"?><x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="A" r:id="rId1"/><x:sheet name="B" r:id="rId1"/></x:sheets></x:workbook>`;
    const cells = CELLS.map((cell) => (typeof cell === 'number' && cell > 40_000 ? cell - 1462 : cell));
    const report = await world.imported(await xlsx([HEADER.split(';'), cells], { workbook }));
    expect(report.warnings).toEqual(['Sheet "B" was not read, only "A".']);
    expect(await stored()).toEqual([LINE]);
  });

  it('may have columns that nobody knows, and says so', async () => {
    const { warnings } = await world.imported(await file(`${HEADER};Nueva;Cliente Email\n${ROW};x;rosa@example.pe\n`));
    expect(warnings).toEqual(['Columns that Chasqui does not know were left out: "Nueva".']);
    expect(JSON.stringify(await world.dataSource.query('select * from settlement_line'))).not.toContain('rosa');
  });

  it('may use words of its own, and says so, or is told what they mean', async () => {
    const text = `${HEADER}\n${ROW.replace('Cancelado', 'Liquidado')}`;
    const { warnings } = await world.imported(await file(text));
    expect(warnings).toEqual([
      '"Liquidado" is no status that Chasqui knows (1 row(s)): say what it means with --status "Liquidado=paid".',
    ]);
    await world.imported(await file(`${text}\n`), { statuses: { LIQUIDADO: 'paid' } });
    expect(await stored()).toEqual([LINE]);
  });

  it.each([
    ['nothing', '', 'The file is empty.'],
    ['a header only', HEADER, 'no rows'],
    ['no header', 'a;b;c\n1;2;3\n', 'lacks the column "CIP" (cip)'],
    [
      'a header without its dates',
      'CIP;Monto;Estado\n1;2.00;Pagado',
      'The header in row 1 lacks the column "Fec.Emisión" (issued), the column "Fec.Cancelación" (paid)',
    ],
    ['a column twice', `${HEADER};CIP\n${ROW};1`, 'Column "CIP" stands twice'],
    [
      'a wrong amount',
      `${HEADER}\n${ROW.replace('129,90', '1.299')}`,
      'Row 2, Monto: "1.299" could be thousands or decimals',
    ],
    [
      'a wrong date',
      `${HEADER}\n${ROW.replace('22/11/2026 18:00:00', '11/22/2026')}`,
      'Row 2, Fec.Emisión: "11/22/2026" is not a date',
    ],
    [
      'no date of issue',
      `${HEADER}\n${ROW.replace('22/11/2026 18:00:00', '')}`,
      'Row 2, Fec.Emisión: "" must have a date',
    ],
    [
      'a CIP that Excel shortened',
      `${HEADER}\n${ROW.replace('213803274', '2.13803E+08')}`,
      'Row 2, CIP: "2.13803E+08" was shortened by Excel',
    ],
    ['another currency in a cell', `${HEADER}\n${ROW.replace('129,90', 'US$ 129,90')}`, '"USD" is not PEN'],
    ['another currency in a column', `${HEADER};Moneda\n${ROW};Dólares`, '"Dólares" is not PEN'],
    [
      'a row that ends early',
      `${HEADER}\n${ROW}\n213803275;T2;10`,
      'Row 3 has 3 cells, and the header 7: the file is half-written',
    ],
    ['a row with too many cells', `${HEADER}\n${ROW};x`, 'a cell holds the delimiter without quotes'],
    [
      'a quote that nobody closed',
      `${HEADER}\n${ROW}\n213803275;"T2;10`,
      'ends inside a quoted cell that begins in row 3',
    ],
    ['bytes that are no text', Buffer.from([0x00, 0x01, 0x02, 0x00, 0xff]), 'neither a CSV nor an XLSX file'],
    [
      'a character cut in half',
      Buffer.from(`${HEADER}\n${ROW}\nñ`).subarray(0, -1),
      'ends in the middle of a character',
    ],
    ['an old XLS file', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'old XLS file or protected by a password'],
  ])('with %s is refused whole', async (_what, content, sentence) => {
    expect(await failure(await file(content))).toContain(sentence);
  });

  it('names twenty wrong cells, each with its place, and stops there', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => ROW.replace('129,90', `x${index}`));
    const sentences = (await failure(await file([HEADER, ...rows].join('\n')))).split('\n');
    expect(sentences).toHaveLength(21);
    expect(sentences[19]).toContain('Row 21, Monto: "x19"');
  });

  it('that was cut off anywhere is refused, or was whole', async () => {
    const whole = await xlsx([HEADER.split(';'), ...Array.from({ length: 200 }, () => CELLS)]);
    const { length } = await readFile(whole);
    for (const part of [0.1, 0.5, 0.9, 0.99]) {
      const cut = await file(await readFile(whole), 'cut.xlsx');
      await truncate(cut, Math.floor(length * part));
      expect(await failure(cut)).toContain('half-written or damaged');
    }
  });

  it('that is damaged inside is refused, wherever a bit was turned', async () => {
    const whole = await readFile(await xlsx([HEADER.split(';'), ...Array.from({ length: 50 }, () => CELLS)]));
    const begin = whole.indexOf('xl/worksheets/sheet1.xml') + 'xl/worksheets/sheet1.xml'.length;
    const end = whole.indexOf('xl/sharedStrings.xml');
    for (let at = begin; at < end - 30; at += Math.ceil((end - begin) / 12)) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(whole.readUInt8(at) ^ 0x10, at);
      expect(await failure(await file(damaged, 'damaged.xlsx'))).toContain('half-written or damaged');
    }
  });

  it('that would unpack to gigabytes is refused before it does', async () => {
    const path = await file('', 'bomb.xlsx');
    const zeros = '0'.repeat(1 << 20);
    await writeZip(path, [
      [
        'xl/workbook.xml',
        (function* bomb() {
          for (let mb = 0; mb < 64; mb += 1) yield zeros;
        })(),
      ],
    ]);
    expect(await failure(path)).toMatch(/would unpack from \d+ to 67108864 bytes/);
  });

  it('that declares entities is refused', async () => {
    const path = await file('', 'entities.xlsx');
    await writeZip(path, [['xl/workbook.xml', ['<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><w>&a;</w>']]]);
    expect(await failure(path)).toContain('XML document type');
  });

  it('is imported once, and told when it comes again', async () => {
    const path = await file(`${HEADER}\n${ROW}`);
    const { fileId } = await world.imported(path);
    expect(await world.import(path)).toEqual({ kind: 'known', fileId, name: 'export', importedAt: world.clock.now() });
  });

  it('is imported once by two at once', async () => {
    const path = await file(`${HEADER}\n${ROW}\n${ROW}`);
    const outcomes = await Promise.all([world.import(path), world.import(path)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['imported', 'known']);
  });

  it('is refused with a map of fields that do not exist', async () => {
    const path = await file(`${HEADER}\n${ROW}`);
    expect(await failure(path, { map: { betrag: 'Monto' } })).toContain(
      'There is no field betrag to map a column to. The fields are cip,',
    );
  });

  it('that overlaps another adds what is new, and the newer saying of a CIP stays, in either order', async () => {
    const old = await file(`${HEADER}\n${ROW.replace('Cancelado', 'Generado').replaceAll('18:30:0', '18:10:0')}`);
    const newer = await file(`${HEADER}\n${ROW}\n${ROW.replace('213803274', '213803275')}`);
    await world.imported(old);
    expect(await world.imported(newer)).toMatchObject({ lines: 2, added: 1, updated: 1, outdated: 0 });
    await world.dataSource.query('delete from settlement_line; delete from settlement_file');
    await world.imported(newer);
    expect(await world.imported(old)).toMatchObject({ lines: 1, added: 0, updated: 0, outdated: 1 });
    expect((await stored()).slice(0, 1)).toEqual([LINE]);
  });

  it('that names a CIP twice counts it once, as it says it last', async () => {
    const earlier = ROW.replace('Cancelado', 'Generado').replaceAll('18:30:0', '18:10:0');
    const report = await world.imported(await file(`${HEADER}\n${ROW}\n${earlier}`));
    expect(report).toMatchObject({
      lines: 2,
      added: 1,
      warnings: ['1 row(s) repeat a CIP of the same file: the latest one counts.'],
    });
    expect(await stored()).toEqual([LINE]);
  });

  it('leaves nothing behind when its last row is wrong', async () => {
    const path = await file('');
    const { lines } = plant(5000, 3);
    await writePanelCsv(path, lines());
    await writeFile(path, 'x;y\n', { flag: 'a' });
    expect(await failure(path)).toContain('half-written');
  });

  it('says the same as CSV and as XLSX', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => bookLine(index, 300));
    const all =
      'select cip_number, reference, amount_minor, status, issued_at, paid_at, updated_at, channel from settlement_line order by 1';
    const csv = await file('');
    await writePanelCsv(csv, lines, ',');
    await world.imported(csv);
    const fromCsv = await world.dataSource.query<unknown[]>(all);
    await world.dataSource.query('delete from settlement_line; delete from settlement_file');
    const sheet = await file('', 'same.xlsx');
    await writePanelXlsx(sheet, lines);
    await world.imported(sheet);
    expect(await world.dataSource.query(all)).toEqual(fromCsv);
    expect(fromCsv).toHaveLength(300);
  });
});
