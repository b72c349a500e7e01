// A small client, for the compiler to accept: right uses compile, and wrong ones must not.
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { ConsentHistoryDocument, FederationEntitiesDocument, OneProfileDocument, ProfilesByPhoneDocument } from './generated/graphql';

const client = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: 'http://127.0.0.1:8000/graphql' }) });

const { data } = await client.query({ query: ProfilesByPhoneDocument, variables: { phoneNumber: '15550109999' } });
const firstNames: (string | null | undefined)[] | undefined = data?.profilesByPhone?.map((profile) => profile.name?.first);

const one = await client.query({ query: OneProfileDocument, variables: { profileId: '1' } });
const isActive: boolean | null | undefined = one.data?.profile?.isActive;

const history = await client.query({ query: ConsentHistoryDocument, variables: { phoneNumber: '15550109999' } });
const collected: string | null | undefined = history.data?.now?.[0]?.consents?.[0]?.collectedAt;

await client.query({ query: FederationEntitiesDocument, variables: { representations: [{ __typename: 'Profile', profileId: '1' }] } });

// @ts-expect-error: a variable of the wrong type
await client.query({ query: ProfilesByPhoneDocument, variables: { phoneNumber: 15550109999 } });
// @ts-expect-error: a variable is missing
await client.query({ query: OneProfileDocument, variables: {} });
// @ts-expect-error: a field that the operation does not select
const notSelected = data?.profilesByPhone?.[0]?.customerType;

export { collected, firstNames, isActive, notSelected };
