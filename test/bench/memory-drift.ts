import { median } from './measure.js';

export interface MemorySample {
  /** Since the load began. */
  readonly minutes: number;
  readonly mb: number;
}

export interface MemoryDrift {
  /** The median of the last third divided by that of the first. */
  readonly ratio: number;
  readonly firstThirdMb: number;
  readonly lastThirdMb: number;
  /** Slope of the line with the least squares. */
  readonly mbPerHour: number;
}

/** Whether what a process keeps grows with time: of samples in the order they were taken, three at least. */
export function memoryDrift(samples: readonly MemorySample[]): MemoryDrift {
  const third = Math.floor(samples.length / 3);
  if (third < 1) throw new Error('three samples at least make a drift');
  const firstThirdMb = median(samples.slice(0, third).map(({ mb }) => mb));
  const lastThirdMb = median(samples.slice(-third).map(({ mb }) => mb));
  return { ratio: lastThirdMb / firstThirdMb, firstThirdMb, lastThirdMb, mbPerHour: 60 * slope(samples) };
}

function slope(samples: readonly MemorySample[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = mean(samples.map(({ minutes }) => minutes));
  const level = mean(samples.map(({ mb }) => mb));
  const apart = samples.reduce((sum, { minutes }) => sum + (minutes - middle) ** 2, 0);
  return samples.reduce((sum, { minutes, mb }) => sum + (minutes - middle) * (mb - level), 0) / apart;
}
