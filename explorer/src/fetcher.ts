import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { GraphQLError } from 'graphql';

import { explanations } from './explanations';
import { filledIn } from './headers';

const INTROSPECTION = 'IntrospectionQuery'; // GraphiQL asks it by itself

/** Sends an operation to the address the page came from, so that the page works behind any prefix. */
export const fetcher: Fetcher = async (operation, options) => {
  const explained = explanations.watched && operation.operationName !== INTROSPECTION;
  try {
    const response = await fetch(window.location.pathname, {
      method: 'POST',
      cache: 'no-store',
      headers: {
        Accept: 'application/graphql-response+json, application/json;q=0.9',
        'Content-Type': 'application/json',
        ...(explained ? { 'X-GraphQL-Explain': '1' } : {}),
        ...filledIn(options?.headers),
      },
      body: JSON.stringify(known(operation)),
    });
    return explained ? explanations.taken(await answer(response)) : await answer(response);
  } catch (problem) {
    return failure(`The request did not reach the gateway: ${problem instanceof Error ? problem.message : problem}`);
  }
};

/** Leaves a name out that is none of the document's: GraphiQL reads names some time after the last key, and sends an old one until then. */
function known({ operationName, ...operation }: FetcherParams): FetcherParams {
  return operationName && new RegExp(`\\b${operationName}\\b`).test(operation.query) ? { ...operation, operationName } : operation;
}

async function answer(response: Response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return failure(`The gateway's answer is no JSON (status ${response.status}): ${text.slice(0, 200)}`);
  }
}

function failure(message: string) {
  return { errors: [new GraphQLError(message)] };
}
