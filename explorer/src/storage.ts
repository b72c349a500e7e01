import type { Storage } from '@graphiql/toolkit';

const NAMESPACE = 'profile-gateway:'; // other GraphiQL pages on the same origin keep their own state, and this one reads none of theirs
const SWITCH = `${NAMESPACE}remember`;
const TABS = 'graphiql:tabState';

/** Kept always: says how the page looks, and nothing about anybody. */
const LAYOUT = new Set(
  ['theme', 'visiblePlugin', 'docExplorerFlex', 'editorFlex', 'secondaryEditorFlex'].map((name) => `graphiql:${name}`),
);
/** Kept when the person asks. Whatever is in neither list stays in memory, so a newer GraphiQL keeps no more than this one. */
const WORK = new Set([TABS, 'graphiql:queries', 'graphiql:favorites']);

/** GraphiQL's storage: in memory, and on the device only what is named above. Headers hold tokens and are never written. */
export class DeviceStorage implements Storage {
  readonly #memory = new Map<string, string>();
  readonly #device = deviceOrNothing();
  readonly #listeners = new Set<() => void>();

  get available(): boolean {
    return this.#device !== undefined;
  }

  get length(): number {
    return this.#memory.size;
  }

  getItem(key: string): string | null {
    return this.#memory.get(key) ?? (this.#keeps(key) ? (this.#device?.getItem(NAMESPACE + key) ?? null) : null);
  }

  setItem(key: string, value: string): void {
    this.#memory.set(key, value);
    if (this.#keeps(key)) this.#device?.setItem(NAMESPACE + key, WORK.has(key) ? withoutHeaders(value) : value);
  }

  removeItem(key: string): void {
    this.#memory.delete(key);
    this.#device?.removeItem(NAMESPACE + key);
  }

  clear(): void {
    for (const key of [...LAYOUT, ...WORK, ...this.#memory.keys()]) this.removeItem(key);
  }

  /** The tab that was open last. */
  lastTab(): { query?: string | null; variables?: string | null } | undefined {
    const { tabs, activeTabIndex } = JSON.parse(this.getItem(TABS) ?? '{}');
    return tabs?.[activeTabIndex];
  }

  /** Whether the person asked to keep work here. Read from the device each time: another window may have changed it. */
  remembers = (): boolean => this.#device?.getItem(SWITCH) === 'on';

  remember(on: boolean): void {
    if (on) this.#device?.setItem(SWITCH, 'on');
    else this.#device?.removeItem(SWITCH);
    for (const key of WORK) {
      const value = this.#memory.get(key);
      if (on && value !== undefined) this.setItem(key, value);
      if (!on) this.#device?.removeItem(NAMESPACE + key);
    }
    for (const listener of this.#listeners) listener();
  }

  /** Calls back when the switch is turned, in this window or another one. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    window.addEventListener('storage', listener);
    return () => {
      this.#listeners.delete(listener);
      window.removeEventListener('storage', listener);
    };
  };

  #keeps(key: string): boolean {
    return LAYOUT.has(key) || (WORK.has(key) && this.remembers());
  }
}

/** A browser that forbids storage throws at the mere mention of it. */
function deviceOrNothing(): globalThis.Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/** Tabs and history are JSON, each entry with the headers it was sent with. */
function withoutHeaders(value: string): string {
  return JSON.stringify(JSON.parse(value), (key, inner: unknown) => (key === 'headers' ? null : inner));
}
