// Generates TypeScript for operations: node codegen.js SCHEMA OPERATIONS FOLDER
import { generate } from '@graphql-codegen/cli';

const [schema, documents, folder] = process.argv.slice(2);
await generate({
  schema,
  documents,
  silent: true,
  generates: {
    [`${folder}/`]: {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { scalars: { DateTime: 'string', _Any: 'object' } },
    },
  },
});
