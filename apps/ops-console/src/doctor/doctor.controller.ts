import { Controller, Get, Inject } from '@nestjs/common';
import { type DiagnosisSubject, examine, type Finding, hasFailed } from '#diagnosis';
import { DIAGNOSIS } from '../tokens.js';

export interface DoctorReport {
  readonly healthy: boolean;
  readonly failed: number;
  readonly warned: number;
  readonly findings: readonly Finding[];
}

/** What `chasqui doctor --json` says, asked from this process (requirement R26). */
@Controller('api/doctor')
export class DoctorController {
  private running: Promise<DoctorReport> | null = null;

  constructor(@Inject(DIAGNOSIS) private readonly subject: DiagnosisSubject) {}

  /** People who ask at the same time get one examination: each calls every gateway. */
  @Get()
  report(): Promise<DoctorReport> {
    this.running ??= this.look().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async look(): Promise<DoctorReport> {
    const findings: Finding[] = [];
    for await (const finding of examine(this.subject)) findings.push(finding);
    return {
      healthy: !hasFailed(findings),
      failed: findings.filter(({ verdict }) => verdict === 'fail').length,
      warned: findings.filter(({ verdict }) => verdict === 'warn').length,
      findings,
    };
  }
}
