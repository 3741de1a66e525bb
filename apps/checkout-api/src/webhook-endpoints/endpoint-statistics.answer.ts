import { ApiProperty } from '@nestjs/swagger';
import type { CircuitState } from '#payments';

const INSTANT = { format: 'date-time', example: '2026-11-23T18:30:00-05:00' } as const;
const OPTIONAL_INSTANT = { type: String, nullable: true, ...INSTANT } as const;
const COUNT = { type: 'integer', example: 12 } as const;

export class PercentilesAnswer {
  @ApiProperty({ type: 'integer', example: 84 })
  p50: number;

  @ApiProperty({ type: 'integer', example: 240 })
  p95: number;

  @ApiProperty({ type: 'integer', example: 810 })
  p99: number;

  @ApiProperty({ type: 'integer', example: 1200 })
  max: number;
}

export class AttemptCountsAnswer {
  @ApiProperty(COUNT)
  total: number;

  @ApiProperty(COUNT)
  acknowledged: number;

  @ApiProperty({ ...COUNT, description: 'Answered, but not with 2xx.' })
  refused: number;

  @ApiProperty({ ...COUNT, description: 'No answer: connection, TLS, name or time.' })
  unanswered: number;
}

export class AttemptFailureAnswer {
  @ApiProperty(INSTANT)
  at: string;

  @ApiProperty({ type: 'integer', nullable: true, example: 503 })
  httpStatus: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'answered 503' })
  error: string | null;
}

/** Made by `toEndpointStatisticsView`, as administrators see it. */
export class EndpointStatisticsAnswer {
  @ApiProperty({ example: 'we_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  endpointId: string;

  @ApiProperty({ ...INSTANT, description: 'Attempts and deliveries are counted since then; what waits is of now.' })
  from: string;

  @ApiProperty(INSTANT)
  until: string;

  @ApiProperty({
    enum: ['closed', 'open', 'half_open'],
    description:
      '`open`: it failed so often that nothing is sent for a while. `half_open`: the next message is a probe.',
  })
  circuit: CircuitState;

  @ApiProperty(OPTIONAL_INSTANT)
  circuitOpenUntil: string | null;

  @ApiProperty({ ...OPTIONAL_INSTANT, description: 'Since when nothing was acknowledged though it was tried.' })
  failingSince: string | null;

  @ApiProperty({ ...COUNT, description: 'Deliveries that are not settled.' })
  waiting: number;

  @ApiProperty(OPTIONAL_INSTANT)
  oldestWaitingAt: string | null;

  @ApiProperty({ ...COUNT, description: 'Given up, and neither sent again nor resolved since.' })
  failed: number;

  @ApiProperty({ type: AttemptCountsAnswer })
  attempts: AttemptCountsAnswer;

  @ApiProperty({ type: PercentilesAnswer, nullable: true, description: 'Milliseconds that answers took.' })
  answerMs: PercentilesAnswer | null;

  @ApiProperty(COUNT)
  delivered: number;

  @ApiProperty({
    type: PercentilesAnswer,
    nullable: true,
    description: 'Milliseconds from the numbering of an event to its acknowledgement.',
  })
  deliveryMs: PercentilesAnswer | null;

  @ApiProperty(OPTIONAL_INSTANT)
  lastDeliveredAt: string | null;

  @ApiProperty({ type: AttemptFailureAnswer, nullable: true })
  lastFailure: AttemptFailureAnswer | null;
}
