import type { PipeTransform } from '@nestjs/common';
import { Matches } from 'class-validator';
import { PageQuery } from '../page.dto.js';
import { present } from './outcomes.js';

/** Ids and slugs; a text of another shape names nothing, and no database is asked for it. */
const NAME = /^[\w-]{1,64}$/;

/** A name in a path: what cannot be one is not found. */
export class NamePipe implements PipeTransform<string, string> {
  constructor(private readonly what: Parameters<typeof present>[1]) {}

  transform(name: string): string {
    return present(NAME.test(name) ? name : null, this.what, JSON.stringify(name.slice(0, 64)));
  }
}

/** A name in a body or a query. */
export function IsName(): PropertyDecorator {
  return Matches(NAME, { message: '$property must be an id as the lists show it.' });
}

export class AdminPageQuery extends PageQuery {
  @IsName()
  declare cursor?: string;
}
