import {
  infiniteQueryOptions,
  keepPreviousData,
  QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useRef } from 'react';
import { api, ApiError, type Query, type Sent } from './api.ts';

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      // Offline it fails and says so; kept back, a decision would be sent whenever the line is there again.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        staleTime: 10_000,
        // What was refused is refused again; only what did not arrive is worth another try.
        retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
      },
    },
  });

/** One answer of the server, kept under its address: whatever changes there makes it be asked again (see live.ts). */
export const getOptions = <T>(path: string, query: Query = {}) =>
  queryOptions({ queryKey: [path, query], queryFn: ({ signal }) => api<T>('GET', path, { query, signal }) });

export const useGet = <T>(
  path: string,
  query: Query = {},
  options: { enabled?: boolean; refetchInterval?: number } = {},
) => useQuery({ ...getOptions<T>(path, query), placeholderData: keepPreviousData, ...options });

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

const pagesOptions = <T>(path: string, query: Query) =>
  infiniteQueryOptions({
    queryKey: [path, { ...query, pages: true }],
    queryFn: ({ pageParam, signal }) =>
      api<Page<T>>('GET', path, { query: { ...query, cursor: pageParam ?? undefined }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });

/** A list that grows page by page. `items` are those read so far. */
export function usePages<T>(path: string, query: Query = {}, options: { enabled?: boolean } = {}) {
  const found = useInfiniteQuery({ ...pagesOptions<T>(path, query), placeholderData: keepPreviousData, ...options });
  return { ...found, items: found.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** The whole of a short list, such as branches or plans: as many pages as it takes. */
export const useAll = <T>(path: string, query: Query = {}, options: { enabled?: boolean } = {}) =>
  useQuery({
    queryKey: [path, { ...query, all: true }],
    queryFn: async ({ signal }) => {
      const items: T[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page: Page<T> = await api('GET', path, { query: { limit: 200, ...query, cursor }, signal });
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return items;
    },
    ...options,
  });

/** `crypto.randomUUID` is missing where Tacit is reached without TLS by another name than localhost. */
const randomKey = (): string =>
  [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-');

export interface Act<Body> extends Pick<Sent, 'version'> {
  method?: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  body?: Body;
}

/**
 * A decision somebody makes. Until it succeeded, the same decision sent again carries the same Idempotency-Key, so that a
 * lost answer repeats nothing. Afterwards everything on the screen is asked again.
 */
export function useAct<T, Body = unknown>(onDone?: (answer: T) => void) {
  const client = useQueryClient();
  const last = useRef({ decision: '', key: '' });
  return useMutation<T, ApiError, Act<Body>>({
    mutationFn: ({ method = 'POST', path, body, version }) => {
      const decision = JSON.stringify([method, path, body, version]);
      if (last.current.decision !== decision) last.current = { decision, key: randomKey() };
      const idempotencyKey = method === 'POST' ? last.current.key : undefined;
      return api<T>(method, path, { body: body ?? (method === 'POST' ? {} : undefined), version, idempotencyKey });
    },
    onSuccess: async (answer) => {
      last.current = { decision: '', key: '' };
      onDone?.(answer);
      await client.invalidateQueries();
    },
  });
}
