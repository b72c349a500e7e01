/** How an answer came about, as `extensions.explain` tells it. */
export interface Explanation {
  way: 'compiled' | 'plain';
  reason?: string;
  unsupported?: string;
  conditions?: Record<string, unknown>;
  plan?: string[];
  reads?: { field: string; asks: string; code?: string[]; sql?: string }[];
}

interface Answer {
  extensions?: { explain?: Explanation };
}

/** Explanations of answers, for as long as somebody looks at them. */
class Explanations {
  #watched = false;
  #last: Explanation | null | undefined;
  readonly #listeners = new Set<() => void>();

  /** Whether answers are to be explained. */
  get watched(): boolean {
    return this.#watched;
  }

  /** Has answers explained until the function that is returned is called. */
  watch = (): (() => void) => {
    this.#watched = true;
    return () => {
      this.#watched = false;
      this.#tell(undefined);
    };
  };

  /** The last answer's: null if it came without, undefined if there was no answer yet. */
  last = (): Explanation | null | undefined => this.#last;

  /** Takes the explanation out of an answer: it is long, and would hide the data. */
  taken<T extends Answer>(answer: T): T {
    const { extensions, ...rest } = answer;
    const { explain, ...others } = extensions ?? {};
    if (this.#watched) this.#tell(explain ?? null);
    return (Object.keys(others).length ? { ...rest, extensions: others } : rest) as T;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(explanation: Explanation | null | undefined): void {
    this.#last = explanation;
    for (const listener of this.#listeners) listener();
  }
}

export const explanations = new Explanations();
