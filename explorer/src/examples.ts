/** One prepared tab. */
export interface Example {
  query: string;
  variables: string;
}

// Vite reads these calls before anything runs, so their options stand in each of them.
const queries = import.meta.glob<string>('../../examples/*.graphql', { query: '?raw', import: 'default', eager: true });
const variables = import.meta.glob<string>('../../examples/*.json', { query: '?raw', import: 'default', eager: true });

/** The project's example operations, in the order of their file names. */
export const examples: Example[] = Object.entries(queries)
  .sort(([one], [other]) => one.localeCompare(other))
  .map(([path, query]) => ({ query: query.trim(), variables: variables[path.replace('.graphql', '.json')]?.trim() ?? '' }));
