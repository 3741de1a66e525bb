import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { Language } from '../pay-page/language.js';

const LANGUAGES: readonly Language[] = ['es', 'en'];

export class InstructionsQuery {
  @ApiPropertyOptional({ enum: LANGUAGES, default: 'es', description: 'Of everything that a shopper reads.' })
  @IsIn(LANGUAGES, { message: `$property must be one of ${LANGUAGES.join(', ')}.` })
  lang: Language = 'es';
}
