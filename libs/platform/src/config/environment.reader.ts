import type { Parser } from './number.parser.js';
import { type DefaultedVariableName, findVariable, type OptionalVariableName, type VariableName } from './variables.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables one by one and gathers what is wrong with them, so that all of it can be reported together. */
export class EnvironmentReader {
  readonly problems: string[] = [];
  readonly #env: Environment;
  readonly #wrong = new Set<VariableName>();

  constructor(env: Environment) {
    this.#env = env;
  }

  /** The trimmed text; null when absent or empty, which is the same (`FOO=` in an env file means "not set"). */
  text(name: VariableName): string | null {
    const text = this.#env[name]?.trim() ?? '';
    return text === '' ? null : text;
  }

  has(name: VariableName): boolean {
    return this.text(name) !== null;
  }

  /** The parsed value or null. A wrong value counts as a problem and reads as null. */
  optional<T>(name: OptionalVariableName, parse: Parser<T>): T | null {
    const text = this.text(name);
    return text === null ? null : this.#parse(name, text, parse);
  }

  /** The parsed value, the parsed default when absent. A wrong value counts as a problem and reads as the default. */
  defaulted<T>(name: DefaultedVariableName, parse: Parser<T>): T {
    const text = this.text(name);
    const value = text === null ? null : this.#parse(name, text, parse);
    return value ?? parse(findVariable(name)?.default ?? '');
  }

  /** Notes what is wrong with a variable, beside a valid example. The first complaint about a variable stands. */
  report(name: VariableName, sentence: string): void {
    if (this.#wrong.has(name)) return;
    this.#wrong.add(name);
    this.problems.push(`${name}: ${sentence}; for example ${name}=${findVariable(name)?.example ?? ''}`);
  }

  /** Whether nothing was reported about any of these, so that rules between them make sense. */
  isSound(...names: VariableName[]): boolean {
    return !names.some((name) => this.#wrong.has(name));
  }

  #parse<T>(name: VariableName, text: string, parse: Parser<T>): T | null {
    // `docker run --env-file` keeps quotes that a shell or a dotenv reader would take away.
    if (/^(["']).*\1$/s.test(text)) {
      this.report(name, 'has quotes around its value; remove them');
      return null;
    }
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.report(name, error.message);
      return null;
    }
  }
}
