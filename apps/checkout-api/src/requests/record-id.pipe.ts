import type { PipeTransform } from '@nestjs/common';
import { notFound } from '../problems/problem.js';

/** Ids as this product makes them: a prefix and 26 characters. What is none was never anybody's. */
const ID = /^[a-z]{2,5}_[0-9a-z]{26}$/;

/** Answers 404 to an id that cannot exist, before a database is asked. */
export class RecordIdPipe implements PipeTransform<string, string> {
  constructor(private readonly what: string) {}

  transform(id: string): string {
    if (!ID.test(id)) throw notFound(this.what);
    return id;
  }
}
