/** A holiday of the whole country: on a day of the year, or so many days from Easter Sunday. */
export type PeruHoliday = {
  readonly name: string;
  /** The first year it is kept in. */
  readonly since: number;
  readonly source: string;
} & ({ readonly month: number; readonly day: number } | { readonly fromEaster: number });

const DL713 = 'Decreto Legislativo 713 (1991), article 6';

/**
 * National holidays, which are kept on their date and never moved (Decreto Legislativo 713, article 7). Days off that a
 * decree grants to public servants are no holidays for banks, and do not stand here.
 */
export const PERU_HOLIDAYS: readonly PeruHoliday[] = [
  { name: 'Año Nuevo', month: 1, day: 1, since: 1992, source: DL713 },
  { name: 'Jueves Santo', fromEaster: -3, since: 1992, source: DL713 },
  { name: 'Viernes Santo', fromEaster: -2, since: 1992, source: DL713 },
  { name: 'Día del Trabajo', month: 5, day: 1, since: 1992, source: DL713 },
  { name: 'Batalla de Arica y Día de la Bandera', month: 6, day: 7, since: 2024, source: 'Ley 31788 (15 June 2023)' },
  { name: 'San Pedro y San Pablo', month: 6, day: 29, since: 1992, source: DL713 },
  { name: 'Día de la Fuerza Aérea', month: 7, day: 23, since: 2023, source: 'Ley 31822 (July 2023)' },
  { name: 'Fiestas Patrias', month: 7, day: 28, since: 1992, source: DL713 },
  { name: 'Fiestas Patrias', month: 7, day: 29, since: 1992, source: DL713 },
  { name: 'Batalla de Junín', month: 8, day: 6, since: 2022, source: 'Ley 31530 (July 2022)' },
  { name: 'Santa Rosa de Lima', month: 8, day: 30, since: 1992, source: DL713 },
  { name: 'Combate de Angamos', month: 10, day: 8, since: 1992, source: DL713 },
  { name: 'Todos los Santos', month: 11, day: 1, since: 1992, source: DL713 },
  { name: 'Inmaculada Concepción', month: 12, day: 8, since: 1992, source: DL713 },
  { name: 'Batalla de Ayacucho', month: 12, day: 9, since: 2022, source: 'Ley 31381 (31 December 2021)' },
  { name: 'Navidad', month: 12, day: 25, since: 1992, source: DL713 },
];
